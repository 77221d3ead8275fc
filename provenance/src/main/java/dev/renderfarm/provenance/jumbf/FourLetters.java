package dev.renderfarm.provenance.jumbf;

/** Types of boxes as the four letters before their payload, big-endian. */
final class FourLetters {

    /** {@code jumb} */
    static final int SUPERBOX = 0x6A75_6D62;
    /** {@code jumd} */
    static final int DESCRIPTION = 0x6A75_6D64;
    /** {@code cbor} */
    static final int CBOR = 0x6362_6F72;

    private FourLetters() {}
}
