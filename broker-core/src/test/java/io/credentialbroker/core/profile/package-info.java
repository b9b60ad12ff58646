/** Tests of the profile room, against the cases published with the AWS SDKs and our own. */
@NullMarked
package io.credentialbroker.core.profile;

import org.jspecify.annotations.NullMarked;
