package dev.renderfarm.common.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Base name of a picture's objects and files: one path segment that is safe in keys, URLs and on disks. Combining marks
 * belong to it, and the joiners that some scripts spell with. Releases up to 0.1 gave names of up to 120 characters
 * whatever their bytes; those are still read.
 */
public record ImageName(@JsonValue String value) {

    /**
     * How long a name is given at most, in bytes of UTF-8. The shortest limits of a file's name are 143 bytes
     * (eCryptfs, encrypted folders of network storage) and 255 (ext4, a path segment of MinIO; Windows and HFS+ count
     * 255 UTF-16 units). The extension takes 5, and what writes a file calls it longer for a while: s3proxy by 37
     * bytes, rsync and the AWS command line by up to 9, browsers by 11.
     */
    public static final int MAX_BYTES = 120;

    private static final int MAX_LENGTH = 120;

    private static final Pattern SYNTAX =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}\\x{200C}\\x{200D}_.-]{0," + (MAX_LENGTH - 1) + "}");

    private static final Pattern IGNORED_BY_DISKS = Pattern.compile("[\\x{200C}\\x{200D}]");

    @JsonCreator
    public ImageName {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not an image name, expected letters, digits, '_', '.', '-': " + value);
        }
    }

    /**
     * Equal for names that some file system takes for the same: without regard to case, to Unicode composition, and to
     * joiners, which HFS+ leaves out.
     */
    public String folded() {
        if (value.chars().allMatch(c -> c < 0x80)) {
            return value.toLowerCase(Locale.ROOT);
        }
        String visible = IGNORED_BY_DISKS.matcher(value).replaceAll("");
        String folded = visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return value;
    }
}
