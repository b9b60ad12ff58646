/**
 * What the AWS SDK knows of regions and partitions: a region's name comes in; its domain, or a better name, goes out.
 */
@NullMarked
package io.credentialbroker.core.region;

import org.jspecify.annotations.NullMarked;
