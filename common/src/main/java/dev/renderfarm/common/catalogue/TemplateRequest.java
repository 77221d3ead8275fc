package dev.renderfarm.common.catalogue;

import org.jspecify.annotations.Nullable;

/** The body that puts a prompt template. Not checked yet. */
public record TemplateRequest(
        @Nullable String language,
        @Nullable String description,
        @Nullable String text,
        PromptTemplate.@Nullable Parts parts) {

    /** @throws IllegalArgumentException saying what is wrong */
    public PromptTemplate named(String name) {
        return new PromptTemplate(name, 1, language, description, text, parts, null);
    }
}
