package dev.renderfarm.coordinator.models;

/** Counts tokens of prompts, with the model's template, as the limit of its manifest counts them. Safe for several threads. */
@FunctionalInterface
public interface TokenCount {

    int of(String prompt);

    /** The same where they are more than the limit; else a number up to it, which may be had for less work. */
    default int beyondLimit(String prompt) {
        return of(prompt);
    }
}
