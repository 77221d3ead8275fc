package dev.renderfarm.common.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * What is laid over one line of a file, which itself never changes. Not checked yet.
 *
 * @param line of the file, from 1
 * @param field column or field whose value is replaced
 * @param value that counts instead; empty is none
 * @param skip true leaves the whole line out
 */
public record Correction(
        @Nullable Integer line,
        @Nullable String field,
        @Nullable String value,
        @Nullable Boolean skip) {}
