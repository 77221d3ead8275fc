package dev.renderfarm.gpuworker.jpeg;

import java.nio.ByteBuffer;

/** A piece of a JPEG file: marker, length, content (ITU-T T.81, B.1.1.4). */
final class Segment {

    /** Of the marker that a file begins with. */
    static final int START_BYTES = 2;

    private static final int MARKER_BYTES = 2;
    private static final int MOST_CONTENT = 0xFFFF - Short.BYTES;
    private static final int APPLICATIONS = 0xE0;

    static byte[] of(int marker, byte[]... contents) {
        int bytes = 0;
        for (byte[] content : contents) {
            bytes += content.length;
        }
        if (bytes > MOST_CONTENT) {
            throw new IllegalArgumentException("a segment has room for " + MOST_CONTENT + " bytes, not " + bytes);
        }
        ByteBuffer segment = ByteBuffer.allocate(MARKER_BYTES + Short.BYTES + bytes)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (Short.BYTES + bytes));
        for (byte[] content : contents) {
            segment.put(content);
        }
        return segment.array();
    }

    /** Where the segments end that say nothing of the pixels, and the tables begin. */
    static int afterApplications(byte[] file) {
        ByteBuffer content = ByteBuffer.wrap(file);
        int at = START_BYTES;
        while ((content.get(at + 1) & 0xF0) == APPLICATIONS) {
            at += MARKER_BYTES + Short.toUnsignedInt(content.getShort(at + MARKER_BYTES));
        }
        return at;
    }

    private Segment() {}
}
