package dev.renderfarm.provenance.cbor;

/** The upper three bits of a value's first byte (RFC 8949, section 3.1), in their order. */
enum MajorType {
    UNSIGNED,
    NEGATIVE,
    BYTES,
    TEXT,
    ARRAY,
    MAP,
    TAG,
    SIMPLE;

    private static final int SHIFT = 5;

    static MajorType of(int initial) {
        return values()[(initial & 0xFF) >>> SHIFT];
    }

    int initial() {
        return ordinal() << SHIFT;
    }
}
