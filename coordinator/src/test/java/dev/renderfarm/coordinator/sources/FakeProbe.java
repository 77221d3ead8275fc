package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Coverage;
import dev.renderfarm.common.edit.PictureFacts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes texts such as {@code 64x48}, {@code 64x48 opaque} and {@code 64x48 transparent} for pictures, the last two with
 * alpha, {@code clear} for one that is transparent all over, {@code black} and {@code white} for masks without alpha, and
 * counts how often it looks.
 */
public final class FakeProbe implements PictureProbe {

    private static final Pattern PICTURE =
            Pattern.compile("([0-9]+)x([0-9]+)( opaque| transparent| clear| black| white)?.*", Pattern.DOTALL);

    private static final Map<String, Coverage> COVERAGES =
            Map.of("opaque", Coverage.NONE, "black", Coverage.NONE, "clear", Coverage.ALL, "white", Coverage.ALL);

    private int looks;

    @Override
    public PictureFacts probe(byte[] file) throws UnusableSourceException {
        looks++;
        Matcher picture = PICTURE.matcher(new String(file, StandardCharsets.UTF_8));
        if (!picture.matches()) {
            throw new UnusableSourceException("the file is no picture: send a PNG, JPEG or WebP file");
        }
        String kind = picture.group(3) == null ? "" : picture.group(3).strip();
        return new PictureFacts(
                Sha256.hex(file),
                Integer.parseInt(picture.group(1)),
                Integer.parseInt(picture.group(2)),
                Set.of("opaque", "transparent", "clear").contains(kind),
                Set.of("transparent", "clear").contains(kind),
                COVERAGES.getOrDefault(kind, Coverage.SOME));
    }

    public int looks() {
        return looks;
    }
}
