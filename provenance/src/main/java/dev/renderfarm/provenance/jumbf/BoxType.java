package dev.renderfarm.provenance.jumbf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Types of superboxes that C2PA gives a meaning (C2PA 2.2, section 11.1); others are read and left alone. */
public enum BoxType {
    MANIFEST_STORE("c2pa"),
    MANIFEST("c2ma"),
    ASSERTION_STORE("c2as"),
    CLAIM("c2cl"),
    SIGNATURE("c2cs"),
    /** An assertion whose content is CBOR (ISO 19566-5). */
    CBOR("cbor");

    private static final long REST = 0x0011_0010_8000L;
    private static final long NODE = 0x00AA_0038_9B71L;

    private final UUID uuid;

    BoxType(String letters) {
        long first =
                ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).getInt() & 0xFFFF_FFFFL;
        this.uuid = new UUID(first << 32 | REST >>> 16, (REST & 0xFFFF) << 48 | NODE);
    }

    public UUID uuid() {
        return uuid;
    }
}
