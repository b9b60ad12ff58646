@NullMarked
package io.credentialbroker.client.cli.service;

import org.jspecify.annotations.NullMarked;
