/**
 * Identity providers outside of AWS: OpenID Connect issuers that sign tokens, SAML providers that sign
 * assertions. Claims come in, signed text goes out; and the other way round, checked.
 */
@NullMarked
package io.credentialbroker.sandbox.identity;

import org.jspecify.annotations.NullMarked;
