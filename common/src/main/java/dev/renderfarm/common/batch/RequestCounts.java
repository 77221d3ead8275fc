package dev.renderfarm.common.batch;

/**
 * Counts of a batch as OpenAI gives them; a request for several pictures counts as that many, a line of the input that
 * was skipped as one that failed.
 */
public record RequestCounts(int total, int completed, int failed) {}
