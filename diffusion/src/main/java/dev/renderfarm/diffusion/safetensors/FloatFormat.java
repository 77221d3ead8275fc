package dev.renderfarm.diffusion.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Conversions between IEEE float, half precision and bfloat16. */
public final class FloatFormat {

    private static final int HALF_EXPONENT_BIAS = 15;
    private static final int FLOAT_EXPONENT_BIAS = 127;

    /** The value of a bfloat16: the upper half of a float's bits. Exact. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest bfloat16, ties to the even one; NaN stays NaN, too large becomes infinite. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        int roundingBias = 0x7fff + ((bits >>> 16) & 1);
        return (short) ((bits + roundingBias) >>> 16);
    }

    /** The value of a half-precision number. Exact. */
    public static float fromHalf(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int floatExponent = exponent == 0x1f ? 0xff : exponent - HALF_EXPONENT_BIAS + FLOAT_EXPONENT_BIAS;
        return Float.intBitsToFloat(sign | (floatExponent << 23) | (fraction << 13));
    }

    /** Decodes little-endian elements of a float type into the start of {@code target}. */
    static void decode(ElementType type, ByteBuffer source, float[] target, int length) {
        ByteBuffer bytes = source.order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(target, 0, length);
            case BF16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                for (int i = 0; i < length; i++) {
                    target[i] = fromBfloat16(shorts.get(i));
                }
            }
            case F16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                for (int i = 0; i < length; i++) {
                    target[i] = fromHalf(shorts.get(i));
                }
            }
            default -> throw new IllegalArgumentException("holds no floats: " + type);
        }
    }

    private FloatFormat() {}
}
