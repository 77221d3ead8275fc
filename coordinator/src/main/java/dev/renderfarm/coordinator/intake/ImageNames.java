package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.storage.ImageName;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names the pictures of one batch after their ids. An id that is safe in keys, URLs and on disks is its own name, any
 * other is sanitised; further pictures of an id have {@code -2} and so on after the name of the first. No two names are
 * equal, not even without regard to case or Unicode composition: where an earlier picture has taken the name, the later
 * one gets a short hash of the id after it. The same ids in the same order get the same names.
 */
final class ImageNames {

    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{N}_.-]+");
    private static final Pattern LEADING = Pattern.compile("^[.\\-]+");
    private static final int SHORT_HASH = 8;
    private static final Set<String> RESERVED = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private final FirstLines taken = new FirstLines();

    /**
     * The name of an id's first picture.
     *
     * @param line where the id stands; an id is named once
     */
    ImageName name(String customId, int line) {
        return free(sanitised(customId), customId, line);
    }

    /**
     * The name of a further picture of an id.
     *
     * @param first name of the id's first picture
     * @param variant from 2
     */
    ImageName variant(ImageName first, int variant, String customId, int line) {
        String number = Integer.toString(variant);
        return free(cut(first.value(), number.length()) + "-" + number, customId + "\n" + number, line);
    }

    /**
     * What is wanted, or with the hash of what it is for; that may be taken too, by an id that was written to be the
     * same.
     */
    private ImageName free(String wanted, String purpose, int line) {
        String name = wanted;
        for (int attempt = 0; !take(name, line); attempt++) {
            String digits = attempt == 0
                    ? HexFormat.of().toHexDigits(TextHash.of(purpose)).substring(0, SHORT_HASH)
                    : HexFormat.of().toHexDigits(TextHash.of(attempt, purpose));
            name = cut(wanted, digits.length()) + "-" + digits;
        }
        return new ImageName(name);
    }

    private boolean take(String name, int line) {
        return taken.putIfAbsent(folded(name), line) == 0;
    }

    private static String sanitised(String customId) {
        String text = Normalizer.normalize(customId, Normalizer.Form.NFC);
        text = LEADING.matcher(UNSAFE.matcher(text).replaceAll("_")).replaceAll("");
        text = cut(text, 0);
        int dot = text.indexOf('.');
        String device = (dot < 0 ? text : text.substring(0, dot)).toLowerCase(Locale.ROOT);
        return text.isEmpty() || RESERVED.contains(device) ? "_" + text : text;
    }

    /** Shortened so that a hyphen and that many characters still fit, and no surrogate pair is torn. */
    private static String cut(String text, int suffix) {
        int limit = ImageName.MAX_LENGTH - (suffix == 0 ? 1 : suffix + 1);
        if (text.codePointCount(0, text.length()) <= limit) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, limit));
    }

    /** Equal for names that some file system takes for the same. */
    private static String folded(String name) {
        String folded = name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }
}
