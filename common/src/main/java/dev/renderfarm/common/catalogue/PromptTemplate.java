package dev.renderfarm.common.catalogue;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with places for what columns hold.
 *
 * @param version from 1; each time it is put under its name the next
 * @param language of its words, such as {@code en} or {@code zh}
 * @param description for people
 * @param text the whole of it; null where its parts are
 * @param parts null where the text is
 * @param source where it is kept; null in what is stored
 */
public record PromptTemplate(
        String name,
        int version,
        @Nullable String language,
        @Nullable String description,
        @Nullable String text,
        @Nullable Parts parts,
        @Nullable CatalogueSource source) {

    public static final int LONGEST = 4_000;

    /** A language, as a regular expression. */
    public static final String LANGUAGE = "[a-z]{2}(-[A-Za-z]{2,4})?";

    /** What a prompt is made of, in this order; each but the subject may be left out. */
    public record Parts(
            String subject,
            @Nullable String pose,
            @Nullable String light,
            @Nullable String style,
            @Nullable String quality) {

        public Parts {
            requireNonNull(subject, "subject is null");
        }

        String joined(String separator) {
            return Stream.of(subject, pose, light, style, quality)
                    .filter(Objects::nonNull)
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining(separator));
        }
    }

    public PromptTemplate {
        requireNonNull(name, "name is null");
        CatalogueName.check(name);
        version = version == 0 ? 1 : version;
        language = language == null ? "en" : language;
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1: " + version);
        }
        if (!language.matches(LANGUAGE)) {
            throw new IllegalArgumentException("language must be a tag such as en or zh");
        }
        if (description != null && description.length() > Preset.LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException(
                    "the description has more than " + Preset.LONGEST_DESCRIPTION + " characters");
        }
        if ((text == null) == (parts == null)) {
            throw new IllegalArgumentException("give text or parts, and not both");
        }
        if (prompt(text, parts, language).length() > LONGEST) {
            throw new IllegalArgumentException("the template has more than " + LONGEST + " characters");
        }
    }

    /** The whole of it. */
    public String prompt() {
        return prompt(text, parts, language);
    }

    public PromptTemplate from(CatalogueSource where) {
        return new PromptTemplate(name, version, language, description, text, parts, where);
    }

    public PromptTemplate atVersion(int other) {
        return new PromptTemplate(name, other, language, description, text, parts, source);
    }

    private static String prompt(@Nullable String text, @Nullable Parts parts, @Nullable String language) {
        if (text != null) {
            return text;
        }
        return requireNonNull(parts).joined("zh".equals(language) ? "，" : ", ");
    }
}
