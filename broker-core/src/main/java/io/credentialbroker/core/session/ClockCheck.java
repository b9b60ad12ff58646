package io.credentialbroker.core.session;

/** The regular look at both clocks. */
final class ClockCheck extends Due {}
