package dev.renderfarm.imaging.jpeg;

import dev.renderfarm.imaging.encoded.ExifTags;
import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file as its segments (ITU-T T.81, annex B), from its start to its end; what comes after that, as the second
 * picture of some phones, is not looked at. Finds what is needed to decode the pixels, and reads what applications have
 * noted beside them.
 */
final class JpegSegments {

    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int QUANTISATION = 0xDB;
    private static final int RESTART_INTERVAL = 0xDD;
    private static final int HUFFMAN = 0xC4;
    private static final int ARITHMETIC = 0xCC;
    private static final int JFIF = 0xE0;
    private static final int EXIF = 0xE1;
    private static final int ICC = 0xE2;
    private static final int ADOBE = 0xEE;

    /** Encoders write some ten; each is a walk over all of the picture. */
    private static final int MOST_SCANS = 100;

    /** Scans times pixels, where there are more scans than any encoder writes. */
    private static final long MOST_WORK = 1_500_000_000;

    private static final int USUAL_SCANS = 30;

    /** Some hundred are many; a large profile or text is cut into some thousand. */
    private static final int MOST_SEGMENTS = 10_000;

    private static final byte[] EXIF_MARK = mark("Exif\0\0");
    private static final byte[] JFIF_MARK = mark("JFIF\0");
    private static final byte[] ICC_MARK = mark("ICC_PROFILE\0");
    private static final byte[] ADOBE_MARK = mark("Adobe");
    private static final int ADOBE_TRANSFORM_AT = 11;

    /** The start, and what tells the decoder that no colours are to be converted: Adobe's marker with the transform 0. */
    private static final byte[] FIRST = {
        (byte) 0xFF, (byte) START, (byte) 0xFF, (byte) ADOBE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    private static final byte[] LAST = {(byte) 0xFF, (byte) END};

    private final byte[] file;

    /** What the decoder needs, as it comes. */
    private final List<FilePart> plain = new ArrayList<>();

    private final Map<Integer, FilePart> profileParts = new TreeMap<>();
    private int profileCount;
    private @Nullable JpegFrame frame;
    private ExifTags exif = ExifTags.NONE;
    private boolean hasExif;
    private boolean jfif;
    private int adobeTransform = -1;
    private int scans;

    /** @throws SourceRefusedException where the file ends before its end, or is of a kind that is not read */
    JpegSegments(byte[] file) {
        this.file = file;
        plain.add(whole(FIRST));
        int at = 2;
        for (int count = 0; at >= 0; count++) {
            if (count > MOST_SEGMENTS) {
                throw new SourceRefusedException(
                        SourceFault.UNSUPPORTED, "the JPEG has more than " + MOST_SEGMENTS + " segments");
            }
            at = next(at);
        }
        plain.add(whole(LAST));
        if (frame == null || scans == 0) {
            throw new SourceRefusedException(SourceFault.DAMAGED, "the JPEG has no pixels");
        }
        if (scans > USUAL_SCANS && (long) frame.width() * frame.height() * scans > MOST_WORK) {
            throw new SourceRefusedException(
                    SourceFault.UNSUPPORTED, "the JPEG has " + scans + " scans, more than its size leaves time for");
        }
    }

    JpegFrame frame() {
        if (frame == null) {
            throw new IllegalStateException("a JPEG without a frame was not refused");
        }
        return frame;
    }

    ExifTags exif() {
        return exif;
    }

    boolean hasJfif() {
        return jfif;
    }

    /** What Adobe's marker says of the colours; -1 where there is none. */
    int adobeTransform() {
        return adobeTransform;
    }

    /** The same picture without what applications have noted, and with its components to be left as they are. */
    List<FilePart> plainFile() {
        return List.copyOf(plain);
    }

    boolean hasProfile() {
        return profileCount > 0;
    }

    /** Null where there is none. */
    byte @Nullable [] profile() {
        if (profileCount == 0) {
            return null;
        }
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        for (int part = 1; part <= profileCount; part++) {
            FilePart bytes = profileParts.get(part);
            if (bytes == null) {
                throw new SourceRefusedException(SourceFault.COLOURS, "the JPEG's colour profile is incomplete");
            }
            profile.write(bytes.file(), bytes.from(), bytes.length());
        }
        return profile.toByteArray();
    }

    /** The place after the segment there; -1 where it was the last. */
    private int next(int from) {
        int at = from;
        while (at < file.length && (file[at] != (byte) 0xFF || isFill(at))) {
            at++;
        }
        if (at + 1 >= file.length) {
            throw truncated();
        }
        int marker = file[at + 1] & 0xff;
        if (marker == END) {
            return -1;
        }
        if (marker == START || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            return at + 2;
        }
        if (at + 4 > file.length) {
            throw truncated();
        }
        int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
        if (length < 2) {
            throw new SourceRefusedException(SourceFault.DAMAGED, "the JPEG has a segment of impossible length");
        }
        int end = at + 2 + length;
        if (end > file.length) {
            throw truncated();
        }
        ByteBuffer segment = ByteBuffer.wrap(file, at + 4, length - 2);
        if (marker == SCAN) {
            return scan(at, end);
        }
        segment(marker, segment, at, end);
        return end;
    }

    private boolean isFill(int at) {
        return at + 1 < file.length && (file[at + 1] == (byte) 0xFF || file[at + 1] == 0);
    }

    private void segment(int marker, ByteBuffer segment, int from, int end) {
        switch (marker) {
            case QUANTISATION, HUFFMAN, RESTART_INTERVAL -> plain.add(new FilePart(file, from, end - from));
            case ARITHMETIC, 0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF -> {
                if (frame != null) {
                    throw new SourceRefusedException(SourceFault.DAMAGED, "the JPEG has two headers");
                }
                frame = JpegFrame.read(marker, segment);
                plain.add(new FilePart(file, from, end - from));
            }
            case JFIF -> jfif |= begins(segment, JFIF_MARK);
            case EXIF -> {
                if (!hasExif && begins(segment, EXIF_MARK)) {
                    hasExif = true;
                    exif = ExifTags.read(after(segment, EXIF_MARK.length));
                }
            }
            case ICC -> profilePart(segment);
            case ADOBE -> {
                if (begins(segment, ADOBE_MARK) && segment.remaining() > ADOBE_TRANSFORM_AT) {
                    adobeTransform = segment.get(segment.position() + ADOBE_TRANSFORM_AT) & 0xff;
                }
            }
            default -> {}
        }
    }

    private int scan(int from, int entropyFrom) {
        if (++scans > MOST_SCANS) {
            throw new SourceRefusedException(
                    SourceFault.UNSUPPORTED, "the JPEG has more than " + MOST_SCANS + " scans");
        }
        int at = entropyFrom;
        while (at + 1 < file.length && !(file[at] == (byte) 0xFF && endsScan(file[at + 1] & 0xff))) {
            at++;
        }
        if (at + 1 >= file.length) {
            throw truncated();
        }
        plain.add(new FilePart(file, from, at - from));
        return at;
    }

    private static boolean endsScan(int marker) {
        return marker != 0 && marker != 0xFF && (marker < 0xD0 || marker > 0xD7);
    }

    private void profilePart(ByteBuffer segment) {
        if (begins(segment, ICC_MARK) && segment.remaining() > ICC_MARK.length + 2) {
            int part = segment.get(segment.position() + ICC_MARK.length) & 0xff;
            profileCount = segment.get(segment.position() + ICC_MARK.length + 1) & 0xff;
            int skipped = ICC_MARK.length + 2;
            profileParts.putIfAbsent(
                    part, new FilePart(file, segment.position() + skipped, segment.remaining() - skipped));
        }
    }

    private static boolean begins(ByteBuffer segment, byte[] mark) {
        return segment.remaining() >= mark.length && Arrays.equals(after(segment, 0, mark.length), mark);
    }

    private static byte[] after(ByteBuffer segment, int skipped) {
        return after(segment, skipped, segment.remaining() - skipped);
    }

    private static byte[] after(ByteBuffer segment, int skipped, int length) {
        byte[] bytes = new byte[length];
        segment.get(segment.position() + skipped, bytes);
        return bytes;
    }

    private static FilePart whole(byte[] bytes) {
        return new FilePart(bytes, 0, bytes.length);
    }

    private static SourceRefusedException truncated() {
        return new SourceRefusedException(SourceFault.TRUNCATED, "the JPEG ends before its end");
    }

    private static byte[] mark(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
