package dev.renderfarm.provenance.embed;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest is a run of APP11 segments (C2PA 2.2, A.3.1; ISO 19566-5, D.2). Each has the common identifier {@code JP},
 * the number of the box, its own number from 1, and the box's length and type before its part of the payload.
 */
final class JpegContainer implements PictureFormat.Container {

    private static final int MARKER = 0xFF;
    private static final int START = 0xD8;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP11 = 0xEB;
    private static final int SCAN = 0xDA;
    private static final int END = 0xD9;

    private static final int MARKER_BYTES = 2;
    private static final short COMMON_IDENTIFIER = 0x4A50;
    /** Which of the boxes of a file it is; one is enough. */
    private static final short BOX_NUMBER = 1;
    /** Length and type of the box. */
    private static final int BOX_HEADER = 8;
    /** From the segment's length to the box's. */
    private static final int BEFORE_BOX = Short.BYTES + Short.BYTES + Short.BYTES + Integer.BYTES;

    private static final int MOST_PAYLOAD = 0xFFFF - BEFORE_BOX - BOX_HEADER;
    /** {@code c2pa}, with which the type of a manifest store begins, after the header of its description. */
    private static final int MANIFEST_STORE = 0x6332_7061;

    @Override
    public boolean begins(byte[] file) {
        return file.length > MARKER_BYTES
                && (file[0] & 0xFF) == MARKER
                && (file[1] & 0xFF) == START
                && (file[2] & 0xFF) == MARKER;
    }

    /** After the segments that readers of JFIF and Exif expect first. */
    @Override
    public Embedded embedded(byte[] file, byte[] manifest) throws MalformedException {
        int at = MARKER_BYTES;
        for (Segment segment = segment(file, at);
                segment.marker() == APP0 || segment.marker() == APP1;
                segment = segment(file, at)) {
            at = segment.end();
        }
        byte[] segments = segments(manifest);
        byte[] embedded = ByteBuffer.allocate(file.length + segments.length)
                .put(file, 0, at)
                .put(segments)
                .put(file, at, file.length - at)
                .array();
        return new Embedded(embedded, at, segments.length);
    }

    @Override
    public Optional<Located> find(byte[] file) throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(file);
        @Nullable Collected collected = null;
        for (Segment segment = segment(file, MARKER_BYTES);
                segment.marker() != SCAN && segment.marker() != END;
                segment = segment(file, segment.end())) {
            if (!isBox(segment, in)) {
                continue;
            }
            short number = in.getShort(segment.content() + Short.BYTES);
            if (collected != null && collected.number == number) {
                collected.add(segment, in);
            } else if (isManifest(segment, in)) {
                if (collected != null) {
                    throw new MalformedException("JPEG has several manifests");
                }
                collected = new Collected(number, segment, in);
            }
        }
        return collected == null ? Optional.empty() : Optional.of(collected.located());
    }

    private static boolean isBox(Segment segment, ByteBuffer in) {
        return segment.marker() == APP11
                && segment.end() - segment.start() >= MARKER_BYTES + BEFORE_BOX + BOX_HEADER
                && in.getShort(segment.content()) == COMMON_IDENTIFIER;
    }

    private static boolean isManifest(Segment segment, ByteBuffer in) {
        int type = segment.box() + BOX_HEADER + BOX_HEADER;
        return type + Integer.BYTES <= segment.end() && in.getInt(type) == MANIFEST_STORE;
    }

    private static byte[] segments(byte[] manifest) {
        ByteArrayOutputStream segments = new ByteArrayOutputStream();
        int number = 1;
        for (int from = BOX_HEADER; from < manifest.length; from += MOST_PAYLOAD) {
            int length = Math.min(MOST_PAYLOAD, manifest.length - from);
            segments.writeBytes(ByteBuffer.allocate(MARKER_BYTES + BEFORE_BOX + BOX_HEADER + length)
                    .put((byte) MARKER)
                    .put((byte) APP11)
                    .putShort((short) (BEFORE_BOX + BOX_HEADER + length))
                    .putShort(COMMON_IDENTIFIER)
                    .putShort(BOX_NUMBER)
                    .putInt(number++)
                    .put(manifest, 0, BOX_HEADER)
                    .put(manifest, from, length)
                    .array());
        }
        return segments.toByteArray();
    }

    private static Segment segment(byte[] file, int at) throws MalformedException {
        int start = at;
        while (start + 1 < file.length && (file[start] & 0xFF) == MARKER && (file[start + 1] & 0xFF) == MARKER) {
            start++; // fill bytes may come before a marker (ITU-T T.81, B.1.1.2)
        }
        if (start + MARKER_BYTES > file.length || (file[start] & 0xFF) != MARKER) {
            throw new MalformedException("JPEG has no marker at byte " + at);
        }
        int marker = file[start + 1] & 0xFF;
        if (marker == END) {
            return new Segment(marker, start, start + MARKER_BYTES);
        }
        if (start + MARKER_BYTES + Short.BYTES > file.length) {
            throw new MalformedException("JPEG ends in the middle of a segment at byte " + start);
        }
        int length = ByteBuffer.wrap(file).getShort(start + MARKER_BYTES) & 0xFFFF;
        int end = start + MARKER_BYTES + length;
        if (length < Short.BYTES || end > file.length) {
            throw new MalformedException("JPEG segment at byte " + start + " says that it has " + length
                    + " bytes, and the file ends before");
        }
        return new Segment(marker, start, end);
    }

    /** From its marker to before the next one. */
    private record Segment(int marker, int start, int end) {

        int content() {
            return start + MARKER_BYTES + Short.BYTES;
        }

        int sequence() {
            return content() + Short.BYTES + Short.BYTES;
        }

        int box() {
            return start + MARKER_BYTES + BEFORE_BOX;
        }
    }

    /** The segments of a manifest, as far as they were met. */
    private static final class Collected {

        private final short number;
        private final int start;
        private final int boxLength;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int end;
        private int next = 1;

        Collected(short number, Segment first, ByteBuffer in) throws MalformedException {
            this.number = number;
            this.start = first.start();
            this.end = start;
            this.boxLength = in.getInt(first.box());
            bytes.write(in.array(), first.box(), BOX_HEADER);
            add(first, in);
        }

        void add(Segment segment, ByteBuffer in) throws MalformedException {
            if (segment.start() != end || in.getInt(segment.sequence()) != next) {
                throw new MalformedException("JPEG has segments of its manifest out of order");
            }
            bytes.write(in.array(), segment.box() + BOX_HEADER, segment.end() - segment.box() - BOX_HEADER);
            end = segment.end();
            next++;
        }

        Located located() throws MalformedException {
            if (bytes.size() != boxLength) {
                throw new MalformedException("JPEG's manifest says that it has " + Integer.toUnsignedString(boxLength)
                        + " bytes where its segments have " + bytes.size());
            }
            return new Located(start, end - start, ByteBuffer.wrap(bytes.toByteArray()));
        }
    }
}
