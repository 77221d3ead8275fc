package dev.renderfarm.coordinator.pictures;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One part of a form.
 *
 * @param text empty where it is a file
 * @param file on local disk; null where it is a text
 * @param filename as the sender calls it
 */
public record FormPart(String text, @Nullable Path file, String filename) {}
