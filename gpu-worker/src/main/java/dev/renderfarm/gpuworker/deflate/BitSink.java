package dev.renderfarm.gpuworker.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Takes bits, the lowest first, into bytes that grow. Room has to be made before bits are put. */
final class BitSink {

    /** Most bits that may be put before they are moved on. */
    static final int MOST_BITS = Long.SIZE - Byte.SIZE;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int end;
    private long bits;
    private int count;

    BitSink(int size) {
        bytes = new byte[size + Long.BYTES];
    }

    /** Makes room for so many bytes. */
    void makeRoom(int size) {
        int needed = Math.addExact(end, size + 2 * Long.BYTES);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + bytes.length / 2));
        }
    }

    /** Puts bits; up to {@link #MOST_BITS} of them in all between two calls of {@link #moveOn()}. */
    void put(int value, int length) {
        bits |= (long) value << count;
        count += length;
    }

    /** Writes the whole bytes among the bits. */
    void moveOn() {
        LONGS.set(bytes, end, bits);
        end += count >> 3;
        bits >>>= count & -Byte.SIZE;
        count &= Byte.SIZE - 1;
    }

    /** Fills the last byte with zeros. */
    void align() {
        count = (count + Byte.SIZE - 1) & -Byte.SIZE;
        moveOn();
    }

    /** Appends bytes; the bits before have to be aligned. */
    void append(byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, end, length);
        end += length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, end);
    }
}
