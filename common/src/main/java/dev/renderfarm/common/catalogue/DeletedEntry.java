package dev.renderfarm.common.catalogue;

/** That a preset or template is gone. */
public record DeletedEntry(String name, boolean deleted) {}
