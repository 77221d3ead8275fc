package dev.renderfarm.common.batch;

/** Counts of a batch as OpenAI gives them. */
public record RequestCounts(int total, int completed, int failed) {}
