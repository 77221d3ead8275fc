package dev.renderfarm.provenance.manifest;

import dev.renderfarm.provenance.cbor.CborEncoder;
import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.cose.CoseSign1;
import dev.renderfarm.provenance.cose.CoseSigner;
import dev.renderfarm.provenance.jumbf.BoxType;
import dev.renderfarm.provenance.jumbf.JumbfWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest store of one manifest, all but where it stands in the file and what the rest of that digests to.
 *
 * @param label of the manifest
 * @param instanceId of the file
 */
record ManifestDraft(String label, String instanceId, SoftwareAgent generator, List<Assertion> assertions) {

    private static final String ALGORITHM = "sha256";

    ManifestDraft {
        assertions = List.copyOf(assertions);
    }

    /**
     * The bytes; their length follows from where it stands alone.
     *
     * @param start of what holds the manifest in the file
     * @param length of what holds the manifest in the file
     * @param hash SHA-256 of the file without that
     */
    byte[] signed(int start, int length, byte[] hash, CoseSigner signer) {
        List<Assertion> all = new ArrayList<>(assertions);
        all.add(dataHash(start, length, hash));
        byte[] claim = CborEncoder.encode(claim(all));
        byte[] signature = CoseSign1.of(claim, signer).encoded();
        return JumbfWriter.superbox(
                BoxType.MANIFEST_STORE,
                ManifestLabels.STORE,
                JumbfWriter.superbox(
                        BoxType.MANIFEST,
                        label,
                        JumbfWriter.superbox(
                                BoxType.ASSERTION_STORE,
                                ManifestLabels.ASSERTION_STORE,
                                all.stream().map(Assertion::box).toArray(byte[][]::new)),
                        JumbfWriter.superbox(BoxType.CLAIM, ManifestLabels.CLAIM, JumbfWriter.cbor(claim)),
                        JumbfWriter.superbox(
                                BoxType.SIGNATURE, ManifestLabels.SIGNATURE, JumbfWriter.cbor(signature))));
    }

    /** C2PA 2.2, section 10.2.2: a claim in its second form. */
    private CborValue claim(List<Assertion> all) {
        return CborValue.map(
                "instanceID",
                CborValue.of(instanceId),
                "claim_generator_info",
                StoryAssertions.agent(generator),
                "signature",
                CborValue.of(ManifestLabels.uriIn(label, ManifestLabels.SIGNATURE)),
                "created_assertions",
                new CborValue.Items(all.stream().map(Assertion::hashedUri).toList()),
                "alg",
                CborValue.of(ALGORITHM));
    }

    /** C2PA 2.2, section 18.5: all bytes of the file but those that hold the manifest. */
    private static Assertion dataHash(int start, int length, byte[] hash) {
        return new Assertion(
                ManifestLabels.DATA_HASH,
                CborValue.map(
                        "exclusions",
                        CborValue.items(CborValue.map("start", CborValue.of(start), "length", CborValue.of(length))),
                        "name",
                        CborValue.of("jumbf manifest"),
                        "alg",
                        CborValue.of(ALGORITHM),
                        "hash",
                        CborValue.of(hash),
                        "pad",
                        CborValue.of(new byte[0])));
    }
}
