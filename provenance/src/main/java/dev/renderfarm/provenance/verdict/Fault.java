package dev.renderfarm.provenance.verdict;

/**
 * Something that is wrong with a manifest.
 *
 * @param detail in words
 */
public record Fault(FaultKind kind, String detail) {}
