/**
 * The endpoints that give credentials to whatever runs on a machine: the instance metadata service (IMDSv2),
 * and the container endpoint of ECS and EKS.
 */
@NullMarked
package io.credentialbroker.sandbox.machine;

import org.jspecify.annotations.NullMarked;
