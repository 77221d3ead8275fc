package dev.renderfarm.provenance.manifest;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A picture that another one was made from.
 *
 * @param title how a reader may call it, such as the name of its file
 * @param mediaType such as {@code image/png}; null where it is not known
 * @param sha256 of its file, lower-case hex
 */
public record IngredientPicture(String title, @Nullable String mediaType, String sha256) {

    private static final int DIGEST_BYTES = 32;

    public IngredientPicture {
        if (HexFormat.of().parseHex(sha256).length != DIGEST_BYTES) {
            throw new IllegalArgumentException("sha256 of " + title + " is none: " + sha256);
        }
    }
}
