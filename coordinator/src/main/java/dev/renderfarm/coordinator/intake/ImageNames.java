package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.TextCut;
import dev.renderfarm.common.task.RequestField;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the pictures of one batch after their ids. An id that is safe in keys, URLs and on disks is its own name, any
 * other is sanitised; one that is too long is cut and gets a short hash of the id after it. Further pictures of an id
 * have {@code -2} and so on after the name of the first; those of a later attempt have {@code -r2} and so on after it. No two names are equal, not even where a file system folds
 * them: where an earlier picture has taken the name, the later one gets the short hash. The same ids in the same order
 * get the same names, in composed form (NFC).
 */
final class ImageNames {

    /** A letter or digit with its marks; joiners where a script spells with them: after a virama, in cursive words. */
    private static final Pattern SAFE = Pattern.compile("[_.-]|[\\p{L}\\p{N}&&[^\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}]]"
            + "(?:\\p{M}|(?<=\\p{M})[\\x{200C}\\x{200D}]"
            + "|(?<=[\\p{IsArabic}\\p{IsSyriac}\\p{IsMongolian}\\p{IsNko}])[\\x{200C}\\x{200D}](?=\\p{L}))*+");

    private static final Pattern LEADING = Pattern.compile("^[.\\-]+");
    private static final Pattern WINDOWS_DEVICE =
            Pattern.compile("(?:con|prn|aux|nul|(?:com|lpt)[1-9\\x{B9}\\x{B2}\\x{B3}])(?:\\..*)?");
    private static final int SHORT_HASH = 8;
    /** The number of the last further picture still fits. */
    private static final int MOST_OF_FIRST =
            ImageName.MAX_BYTES - ("-" + (int) RequestField.N.range().most()).length();

    private final FirstLines taken = new FirstLines();
    private final String suffix;

    ImageNames() {
        this(null);
    }

    /** @param revision which of the attempts at the same pictures these are; null for the first */
    ImageNames(@Nullable Integer revision) {
        this.suffix = revision == null ? "" : "-r" + revision;
    }

    /**
     * The name of an id's first picture.
     *
     * @param line where the id stands; an id is named once
     */
    ImageName name(String customId, int line) {
        String wanted = sanitised(customId);
        int most = MOST_OF_FIRST - suffix.length();
        if (TextCut.bytes(wanted) > most) {
            wanted = withHash(wanted, shortHash(customId), most);
        }
        return free(wanted + suffix, customId, line, MOST_OF_FIRST);
    }

    /**
     * The name of a further picture of an id.
     *
     * @param first name of the id's first picture
     * @param variant from 2
     */
    ImageName variant(ImageName first, int variant, String customId, int line) {
        return free(first + "-" + variant, customId + "\n" + variant, line, ImageName.MAX_BYTES);
    }

    /**
     * What is wanted, or with the hash of what it is for; that may be taken too, by an id that was written to be the
     * same.
     */
    private ImageName free(String wanted, String purpose, int line, int most) {
        ImageName name = new ImageName(wanted);
        for (int attempt = 0; taken.putIfAbsent(name.folded(), line) != 0; attempt++) {
            String digits =
                    attempt == 0 ? shortHash(purpose) : HexFormat.of().toHexDigits(TextHash.of(attempt, purpose));
            name = new ImageName(withHash(wanted, digits, most));
        }
        return name;
    }

    private static String withHash(String text, String digits, int most) {
        String start = TextCut.start(text, most - 1 - digits.length());
        return (start.isEmpty() ? "_" : start) + "-" + digits;
    }

    private static String shortHash(String purpose) {
        return HexFormat.of().toHexDigits(TextHash.of(purpose)).substring(0, SHORT_HASH);
    }

    private static String sanitised(String customId) {
        String text = isSafe(customId)
                ? customId
                : LEADING.matcher(safe(Normalizer.normalize(customId, Normalizer.Form.NFC)))
                        .replaceAll("");
        boolean isDevice = WINDOWS_DEVICE.matcher(text.toLowerCase(Locale.ROOT)).matches();
        return text.isEmpty() || isDevice ? "_" + text : text;
    }

    /** Of ASCII alone, it is its own name at once, as nearly every id. */
    private static boolean isSafe(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean inside = i > 0 && (c == '-' || c == '.');
            if (!inside && c != '_' && (c >= 0x80 || !Character.isLetterOrDigit(c))) {
                return false;
            }
        }
        return true;
    }

    /** Each run of what is not safe becomes an underscore. */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        Matcher piece = SAFE.matcher(text);
        int end = 0;
        while (piece.find()) {
            safe.append(piece.start() > end ? "_" : "").append(piece.group());
            end = piece.end();
        }
        return safe.append(text.length() > end ? "_" : "").toString();
    }
}
