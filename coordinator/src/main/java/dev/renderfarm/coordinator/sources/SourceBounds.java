package dev.renderfarm.coordinator.sources;

/**
 * What lines may name.
 *
 * @param prefix what the keys of objects begin with that lines may name
 * @param maxBytes of a picture's file
 */
public record SourceBounds(String prefix, long maxBytes) {

    public SourceBounds {
        if (prefix.isBlank() || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "the prefix must not be empty, and a picture may have bytes: \"" + prefix + "\", " + maxBytes);
        }
    }

    /** For people: what is too large, and what to do. */
    public String tooLarge() {
        return "has more than " + maxBytes / (1 << 20) + " MiB: make the picture smaller";
    }
}
