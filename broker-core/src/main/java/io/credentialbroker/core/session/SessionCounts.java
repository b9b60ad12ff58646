package io.credentialbroker.core.session;

/**
 * What the cache has seen since the start.
 *
 * @param hits questions answered from memory
 * @param misses questions for which nothing was held
 * @param evictions sessions dropped because they ran out or the cache was full
 * @param held sessions held now, approximately
 */
public record SessionCounts(long hits, long misses, long evictions, long held) {}
