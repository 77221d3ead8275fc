package dev.renderfarm.imaging.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files chunk by chunk, right ones and wrong ones. */
final class PngBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PngBytes() {
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    }

    static PngBytes empty() {
        return new PngBytes();
    }

    static PngBytes of(int width, int height, int depth, int colour) {
        return of(width, height, depth, colour, 0);
    }

    static PngBytes of(int width, int height, int depth, int colour, int interlace) {
        return new PngBytes()
                .chunk(
                        "IHDR",
                        ByteBuffer.allocate(13)
                                .putInt(width)
                                .putInt(height)
                                .put((byte) depth)
                                .put((byte) colour)
                                .put((byte) 0)
                                .put((byte) 0)
                                .put((byte) interlace)
                                .array());
    }

    PngBytes chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return raw(type, content, (int) crc.getValue());
    }

    PngBytes raw(String type, byte[] content, int crc) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(crc).array());
        return this;
    }

    /** Rows with their filters, deflated. */
    PngBytes rows(int... bytes) {
        return chunk("IDAT", deflated(bytes(bytes)));
    }

    byte[] end() {
        return chunk("IEND", new byte[0]).unfinished();
    }

    byte[] unfinished() {
        return out.toByteArray();
    }

    /** Of a profile: a name, the method, the profile deflated. */
    static byte[] iccp(byte[] profile) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(new byte[] {'p', 0, 0});
        chunk.writeBytes(deflated(profile));
        return chunk.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 12];
        while (!deflater.finished()) {
            deflated.write(piece, 0, deflater.deflate(piece));
        }
        deflater.end();
        return deflated.toByteArray();
    }
}
