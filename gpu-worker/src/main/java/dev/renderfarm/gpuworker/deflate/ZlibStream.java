package dev.renderfarm.gpuworker.deflate;

import java.util.zip.Adler32;

/**
 * Compresses into zlib's format (RFC 1950). Only whole numbers decide, and nothing of the machine or the Java runtime:
 * the same data and effort give the same bytes everywhere.
 */
public final class ZlibStream {

    /** Deflate with a window of 32 KiB, no hint of the effort; a multiple of 31. */
    private static final byte[] HEADER = {0x78, 0x01};

    private static final int CHECKSUM = Integer.BYTES;
    /** Fewer are no block of their own: its codes would take more than they save. */
    private static final int LEAST_SYMBOLS = 8192;

    public static byte[] of(byte[] data, Effort effort) {
        BitSink out = new BitSink(data.length / 2);
        out.makeRoom(HEADER.length);
        out.append(HEADER, 0, HEADER.length);
        deflate(data, effort, out);
        out.align();
        Adler32 checksum = new Adler32();
        checksum.update(data);
        out.makeRoom(CHECKSUM);
        out.put(Short.toUnsignedInt(Short.reverseBytes((short) (checksum.getValue() >> Short.SIZE))), Short.SIZE);
        out.put(Short.toUnsignedInt(Short.reverseBytes((short) checksum.getValue())), Short.SIZE);
        out.moveOn();
        return out.toBytes();
    }

    private static void deflate(byte[] data, Effort effort, BitSink out) {
        Prices prices = new Prices(data, RepetitionFinder.REGION);
        RepetitionFinder finder = new RepetitionFinder(data, effort, prices);
        BlockWriter blocks = new BlockWriter(data, out);
        Repetitions repetitions = new Repetitions();
        int at = 0;
        do {
            at = finder.find(at, repetitions);
            boolean isLast = at == data.length;
            if (isLast || repetitions.symbols(at) >= LEAST_SYMBOLS) {
                blocks.write(repetitions, at, isLast, prices);
                repetitions.beginAt(at);
            }
        } while (at < data.length);
    }

    private ZlibStream() {}
}
