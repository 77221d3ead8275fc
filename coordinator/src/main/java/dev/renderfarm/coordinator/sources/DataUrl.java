package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Base64;
import java.util.Locale;

/** The bytes of a data URL in base64 (RFC 2397). */
final class DataUrl {

    private static final String BASE64 = ";base64";

    /** @throws UnusableSourceException if it is none, or too long */
    static byte[] content(String url, SourceBounds limits) throws UnusableSourceException {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw new UnusableSourceException(
                    "is a data URL without base64: write data:image/png;base64, and the bytes after it");
        }
        if ((url.length() - comma - 1L) / 4 * 3 > limits.maxBytes() + 3) {
            throw new UnusableSourceException(FailureCode.FILE_TOO_LARGE, limits.tooLarge());
        }
        try {
            return Base64.getMimeDecoder().decode(checked(url.substring(comma + 1)));
        } catch (IllegalArgumentException e) {
            throw new UnusableSourceException(
                    "is a data URL whose base64 cannot be read: it was cut off, or changed on its way");
        }
    }

    /** The decoder that takes line breaks would take anything else too. */
    private static String checked(String base64) {
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            boolean known = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '='
                    || Character.isWhitespace(c);
            if (!known) {
                throw new IllegalArgumentException("no base64");
            }
        }
        return base64;
    }

    private DataUrl() {}
}
