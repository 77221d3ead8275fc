package dev.renderfarm.provenance.manifest;

/**
 * The model that drew.
 *
 * @param digest of its package
 */
public record ModelCredit(SoftwareAgent agent, String digest) {}
