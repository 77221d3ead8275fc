package dev.renderfarm.imaging.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes WebP files chunk by chunk, and lossless streams bit by bit. */
final class WebpBytes {

    /** Bits, the lowest of each byte first. */
    static final class Bits {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int pending;
        private int count;

        Bits add(int value, int bits) {
            for (int i = 0; i < bits; i++) {
                pending |= ((value >> i) & 1) << count++;
                if (count == Byte.SIZE) {
                    out.write(pending);
                    pending = 0;
                    count = 0;
                }
            }
            return this;
        }

        /** Five codes of the symbol 0 alone: a block of black. */
        Bits blackBlock() {
            for (int code = 0; code < 5; code++) {
                add(code == 3 ? (0xff << 3) | 0b101 : 0b0001, code == 3 ? 11 : 4);
            }
            return this;
        }

        byte[] bytes() {
            byte[] bytes = out.toByteArray();
            return count == 0 ? bytes : JpegBytes.joined(bytes, new byte[] {(byte) pending});
        }
    }

    static byte[] file(byte[]... chunks) {
        int length = 4 + Arrays.stream(chunks).mapToInt(chunk -> chunk.length).sum();
        ByteBuffer out = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(length).put(ascii("WEBP"));
        for (byte[] chunk : chunks) {
            out.put(chunk);
        }
        return out.array();
    }

    static byte[] chunk(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + (content.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(name))
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] extended(int flags, int width, int height) {
        return chunk("VP8X", PngBytes.bytes(flags, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0));
    }

    /** The chunks of a file. */
    static byte[] part(byte[] file) {
        return Arrays.copyOfRange(file, 12, file.length);
    }

    /** A file of a lossless picture without alpha. */
    static byte[] lossless(int width, int height, Bits stream) {
        byte[] header = new Bits()
                .add(0x2f, 8)
                .add(width - 1, 14)
                .add(height - 1, 14)
                .add(0, 4)
                .bytes();
        return file(chunk("VP8L", JpegBytes.joined(header, stream.bytes())));
    }

    /** A picture of one block, whose codes are the last of 65,536 groups. */
    static byte[] codesForNothing() {
        Bits bits = new Bits().add(0, 1).add(0, 1).add(1, 1).add(0, 3);
        bits.add(0, 1);
        bits.add((0xff << 3) | 0b101, 11).add((0xff << 3) | 0b101, 11);
        bits.add(0b0001, 4).add(0b0001, 4).add(0b0001, 4);
        for (int group = 0; group < 1 << 16; group++) {
            bits.blackBlock();
        }
        return lossless(4, 4, bits);
    }

    /** A picture of 65x65 blocks, each with codes of its own. */
    static byte[] manyCodes() {
        Bits bits = new Bits().add(0, 1).add(0, 1).add(1, 1).add(0, 3);
        bits.add(0, 1);
        eachOfEightBits(bits);
        eachOfEightBits(bits);
        bits.add(0b0001, 4).add(0b0001, 4).add(0b0001, 4);
        for (int block = 0; block < 65 * 65; block++) {
            bits.add(reversed(block & 0xff), 8).add(reversed(block >> 8), 8);
        }
        for (int group = 0; group < 65 * 65; group++) {
            bits.blackBlock();
        }
        return lossless(260, 260, bits);
    }

    /** A code of which all of the first 256 symbols have eight bits. */
    private static void eachOfEightBits(Bits bits) {
        bits.add(0, 1).add(12 - 4, 4);
        for (int length = 0; length < 12; length++) {
            bits.add(length == 11 ? 1 : 0, 3);
        }
        bits.add(1, 1).add(3, 3).add(256 - 2, 8);
    }

    private static int reversed(int eightBits) {
        return Integer.reverse(eightBits) >>> 24;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private WebpBytes() {}
}
