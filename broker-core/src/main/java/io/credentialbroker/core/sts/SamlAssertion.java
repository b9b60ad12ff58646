package io.credentialbroker.core.sts;

import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A SAML response and what it is to be used for.
 *
 * @param base64 the response as the identity provider would post it
 * @param roleArn the role to assume
 * @param providerArn the SAML provider in IAM that vouches for it
 * @param duration 900 to 43200 seconds; absent for what STS chooses
 */
public record SamlAssertion(Secret base64, String roleArn, String providerArn, @Nullable Duration duration) {}
