/**
 * Where the jobs of build platforms get their identity tokens: OpenID Connect issuers with their key sets, the
 * token endpoint of GitHub Actions, and one like HCP Terraform's.
 */
@NullMarked
package io.credentialbroker.sandbox.platform;

import org.jspecify.annotations.NullMarked;
