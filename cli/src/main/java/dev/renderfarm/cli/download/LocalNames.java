package dev.renderfarm.cli.download;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.TextCut;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the pictures of one batch are called on disk: as in the bucket, where no disk takes the name for another, every
 * disk has room for it and no contact sheet is called so. Else they get a hash of the name. The same names in the same order are called the same, and
 * a name that comes again is called as before. Not thread-safe.
 */
final class LocalNames {

    private static final int SHORT_HASH = 8;
    private static final int MOST = ImageName.MAX_BYTES - "-".length() - SHORT_HASH;

    private static final Pattern SHEET = Pattern.compile("contact-sheet(-[0-9]+)?");

    private final Map<String, ImageName> taken = new HashMap<>();

    ImageName of(ImageName name) {
        boolean fits = TextCut.bytes(name.value()) <= ImageName.MAX_BYTES
                && !SHEET.matcher(name.folded()).matches();
        if (fits && name.equals(taken.computeIfAbsent(name.folded(), folded -> name))) {
            return name;
        }
        String hash = Sha256.hex(name.value()).substring(0, SHORT_HASH);
        return new ImageName(TextCut.start(name.value(), MOST) + "-" + hash);
    }
}
