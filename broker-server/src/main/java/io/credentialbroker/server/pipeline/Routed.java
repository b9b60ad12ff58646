package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.profile.ProfileName;

/** A request that has found its place: what is asked for, and by what right. */
record Routed(Protocol protocol, ProfileName profile, Authorization authorization) {}
