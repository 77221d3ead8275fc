package dev.renderfarm.provenance.manifest;

import dev.renderfarm.provenance.cbor.CborEncoder;
import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.jumbf.BoxType;
import dev.renderfarm.provenance.jumbf.JumbfWriter;
import java.util.Arrays;

/** One statement of a manifest. */
record Assertion(String label, CborValue content) {

    byte[] box() {
        return JumbfWriter.superbox(BoxType.CBOR, label, JumbfWriter.cbor(CborEncoder.encode(content)));
    }

    /** By which others name it, with the digest of its box without length and type (C2PA 2.2, section 8.4.2). */
    CborValue hashedUri() {
        byte[] box = box();
        byte[] hashed = Arrays.copyOfRange(box, JumbfWriter.HEADER_BYTES, box.length);
        return CborValue.map(
                "url",
                CborValue.of("self#jumbf=" + ManifestLabels.ASSERTION_STORE + "/" + label),
                "hash",
                CborValue.of(Digests.sha256(hashed)));
    }
}
