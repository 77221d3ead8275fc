package dev.renderfarm.diffusion.safetensors;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Element types of the safetensors format. Only some hold floats that can be read, see {@link #isFloat()}. */
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element. */
    public int bytes() {
        return bytes;
    }

    /** True for the types that {@link TensorSource#read} turns into floats. */
    public boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
    }

    static Optional<ElementType> named(String name) {
        return Stream.of(values())
                .filter(type -> type.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
