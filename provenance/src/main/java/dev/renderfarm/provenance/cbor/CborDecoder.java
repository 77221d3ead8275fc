package dev.renderfarm.provenance.cbor;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one value of CBOR, indefinite lengths too. Whatever the bytes say, it takes memory in proportion to how many
 * there are, and at most {@value #MAX_VALUES} values nested {@value #MAX_DEPTH} deep.
 */
public final class CborDecoder {

    static final int MAX_DEPTH = 32;
    static final int MAX_VALUES = 100_000;

    private static final int ARGUMENT = 0x1F;
    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;
    private static final int FOUR_BYTES = 26;
    private static final int EIGHT_BYTES = 27;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;
    private static final int FALSE = 20;
    private static final int TRUE = 21;

    private final ByteBuffer in;
    private int values;

    private CborDecoder(ByteBuffer in) {
        this.in = in;
    }

    /**
     * @param bytes one value and nothing after it; the buffer's position stays where it is
     * @throws MalformedException if they are something else
     */
    public static CborValue decode(ByteBuffer bytes) throws MalformedException {
        CborDecoder decoder = new CborDecoder(bytes.slice());
        CborValue value = decoder.value(0);
        if (decoder.in.hasRemaining()) {
            throw new MalformedException("CBOR has " + decoder.in.remaining() + " bytes after its value");
        }
        return value;
    }

    /** @throws MalformedException if it is something else than a map */
    public static CborValue.Entries decodeMap(ByteBuffer bytes) throws MalformedException {
        if (decode(bytes) instanceof CborValue.Entries entries) {
            return entries;
        }
        throw new MalformedException("CBOR is no map");
    }

    private CborValue value(int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("CBOR is nested more than " + MAX_DEPTH + " deep");
        }
        if (++values > MAX_VALUES) {
            throw new MalformedException("CBOR has more than " + MAX_VALUES + " values");
        }
        int initial = next();
        int info = initial & ARGUMENT;
        return switch (MajorType.of(initial)) {
            case UNSIGNED -> CborValue.of(argument(info));
            case NEGATIVE -> CborValue.of(~argument(info));
            case BYTES -> CborValue.of(string(MajorType.BYTES, info));
            case TEXT -> CborValue.of(utf8(string(MajorType.TEXT, info)));
            case ARRAY -> array(info, depth);
            case MAP -> map(info, depth);
            case TAG -> new CborValue.Tagged(argument(info), value(depth + 1));
            case SIMPLE -> simple(info);
        };
    }

    private CborValue array(int info, int depth) throws MalformedException {
        List<CborValue> items = new ArrayList<>();
        long count = info == INDEFINITE ? Long.MAX_VALUE : count(info);
        for (long i = 0; i < count && !(info == INDEFINITE && broken()); i++) {
            items.add(value(depth + 1));
        }
        return new CborValue.Items(items);
    }

    private CborValue map(int info, int depth) throws MalformedException {
        Map<CborValue, CborValue> entries = new LinkedHashMap<>();
        long count = info == INDEFINITE ? Long.MAX_VALUE : count(info);
        for (long i = 0; i < count && !(info == INDEFINITE && broken()); i++) {
            CborValue key = value(depth + 1);
            if (entries.put(key, value(depth + 1)) != null) {
                throw new MalformedException("CBOR map has a key twice");
            }
        }
        return new CborValue.Entries(entries);
    }

    /** Of an indefinite length the pieces have definite ones (RFC 8949, section 3.2.3). */
    private byte[] string(MajorType type, int info) throws MalformedException {
        if (info != INDEFINITE) {
            return bytes(count(info));
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (!broken()) {
            int initial = next();
            if (MajorType.of(initial) != type || (initial & ARGUMENT) == INDEFINITE) {
                throw new MalformedException("CBOR string has a piece of another type");
            }
            joined.writeBytes(bytes(count(initial & ARGUMENT)));
        }
        return joined.toByteArray();
    }

    private CborValue simple(int info) throws MalformedException {
        return switch (info) {
            case FALSE, TRUE -> new CborValue.Truth(info == TRUE);
            case TWO_BYTES -> new CborValue.Real(half((int) argument(info)));
            case FOUR_BYTES -> new CborValue.Real(Float.intBitsToFloat((int) argument(info)));
            case EIGHT_BYTES -> new CborValue.Real(Double.longBitsToDouble(wide()));
            case INDEFINITE -> throw new MalformedException("CBOR ends something that was not begun");
            default -> {
                argument(info);
                yield new CborValue.Nothing();
            }
        };
    }

    /** RFC 8949, appendix D. */
    private static double half(int bits) {
        int exponent = bits >>> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        double value;
        if (exponent == 0) {
            value = Math.scalb((double) mantissa, -24);
        } else if (exponent == 0x1F) {
            value = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            value = Math.scalb((double) (mantissa + 0x400), exponent - 25);
        }
        return (bits & 0x8000) == 0 ? value : -value;
    }

    private boolean broken() throws MalformedException {
        if (!in.hasRemaining()) {
            throw ended();
        }
        if ((in.get(in.position()) & 0xFF) != BREAK) {
            return false;
        }
        in.get();
        return true;
    }

    /** Of bytes, of which there can be no more than are left, or of values, each of which takes one at least. */
    private int count(int info) throws MalformedException {
        long count = argument(info);
        if (count > in.remaining()) {
            throw new MalformedException("CBOR says that " + count + " follow where " + in.remaining() + " bytes are");
        }
        return (int) count;
    }

    private long argument(int info) throws MalformedException {
        if (info < ONE_BYTE) {
            return info;
        }
        return switch (info) {
            case ONE_BYTE -> next();
            case TWO_BYTES -> next() << 8 | next();
            case FOUR_BYTES -> (long) next() << 24 | next() << 16 | next() << 8 | next();
            case EIGHT_BYTES -> {
                long wide = wide();
                if (wide < 0) {
                    throw new MalformedException("CBOR has a number beyond 63 bits");
                }
                yield wide;
            }
            default -> throw new MalformedException("CBOR has a head that is reserved: " + info);
        };
    }

    private long wide() throws MalformedException {
        if (in.remaining() < Long.BYTES) {
            throw ended();
        }
        return in.getLong();
    }

    private int next() throws MalformedException {
        if (!in.hasRemaining()) {
            throw ended();
        }
        return in.get() & 0xFF;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String utf8(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("CBOR has a text that is not UTF-8");
        }
    }

    private static MalformedException ended() {
        return new MalformedException("CBOR ends in the middle of a value");
    }
}
