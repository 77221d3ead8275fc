package dev.renderfarm.provenance.verdict;

import dev.renderfarm.provenance.cbor.CborDecoder;
import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.cose.CoseSign1;
import dev.renderfarm.provenance.embed.Located;
import dev.renderfarm.provenance.jumbf.BoxType;
import dev.renderfarm.provenance.jumbf.Superbox;
import dev.renderfarm.provenance.manifest.ManifestLabels;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges one manifest, once. */
final class ManifestJudgement {

    private static final String ANY_ACTIONS = "c2pa.actions";

    private final byte[] file;
    private final Located place;
    private final SignatoryCheck signatories;
    private final List<Fault> faults = new ArrayList<>();

    ManifestJudgement(byte[] file, Located place, SignatoryCheck signatories) {
        this.file = file;
        this.place = place;
        this.signatories = signatories;
    }

    /** @param store as the file has it; its last manifest is the file's own (C2PA 2.2, section 11.1.4.2) */
    ProvenanceVerdict of(Superbox store) throws MalformedException {
        if (!store.is(BoxType.MANIFEST_STORE)
                || !store.label().equals(ManifestLabels.STORE)
                || store.boxes().isEmpty()) {
            throw new MalformedException("JUMBF is no manifest store, or has no manifest");
        }
        Superbox manifest = store.boxes().get(store.boxes().size() - 1);
        if (!manifest.is(BoxType.MANIFEST)) {
            throw new MalformedException(
                    "last box of the store is no manifest of a kind that is read: " + manifest.type());
        }
        ByteBuffer encodedClaim = manifest.only(BoxType.CLAIM, ManifestLabels.CLAIM, ManifestLabels.FIRST_CLAIM)
                .cbor();
        CborValue.Entries claim = CborDecoder.decodeMap(encodedClaim);
        CoseSign1 signature = CoseSign1.decode(
                manifest.only(BoxType.SIGNATURE, ManifestLabels.SIGNATURE).cbor());
        if (!ManifestLabels.pathIn(manifest.label(), claim.text("signature")).equals(ManifestLabels.SIGNATURE)) {
            faults.add(
                    new Fault(FaultKind.SIGNATURE_MISSING, "claim names another signature than that of its manifest"));
        }
        if (!signature.verifies(bytes(encodedClaim))) {
            faults.add(new Fault(FaultKind.SIGNATURE_MISMATCH, "claim is not what was signed"));
        }
        faults.addAll(signatories.faults(signature.chain()));
        ClaimedAssertions assertions = ClaimedAssertions.of(
                claim, manifest.label(), manifest.only(BoxType.ASSERTION_STORE, ManifestLabels.ASSERTION_STORE));
        faults.addAll(assertions.faults());
        judgeFile(assertions);
        return new ProvenanceVerdict.Judged(
                Signatory.of(signature.chain().get(0)), generator(claim), actions(assertions), faults);
    }

    private void judgeFile(ClaimedAssertions assertions) throws MalformedException {
        Optional<Superbox> dataHash = assertions.first(ManifestLabels.DATA_HASH);
        if (dataHash.isEmpty()) {
            faults.add(new Fault(FaultKind.FILE_UNBOUND, "manifest has no " + ManifestLabels.DATA_HASH));
            return;
        }
        CborValue.Entries content = CborDecoder.decodeMap(dataHash.get().cbor());
        DataHash.of(content, assertions.algorithm())
                .fault(file, place)
                .ifPresent(detail -> faults.add(new Fault(FaultKind.FILE_CHANGED, detail)));
    }

    private static String generator(CborValue.Entries claim) {
        return claim.get("claim_generator_info")
                .map(info ->
                        info instanceof CborValue.Items items && !items.values().isEmpty()
                                ? items.values().get(0)
                                : info)
                .map(ManifestJudgement::agent)
                .or(() -> claim.get("claim_generator").map(ManifestJudgement::agent))
                .orElse("");
    }

    private static List<ToldAction> actions(ClaimedAssertions assertions) throws MalformedException {
        List<ToldAction> told = new ArrayList<>();
        for (Superbox box : assertions.all(ANY_ACTIONS)) {
            for (CborValue.Entries action : CborDecoder.decodeMap(box.cbor()).maps("actions")) {
                told.add(new ToldAction(
                        action.text("action"),
                        words(action.get("digitalSourceType")),
                        action.get("softwareAgent")
                                .map(ManifestJudgement::agent)
                                .orElse(null)));
            }
        }
        return told;
    }

    /** Name and version, or what stands there as text. */
    private static String agent(CborValue agent) {
        if (agent instanceof CborValue.Entries entries) {
            String name = words(entries.get("name"));
            String version = words(entries.get("version"));
            return (name == null ? "" : name) + (version == null ? "" : " " + version);
        }
        String text = words(Optional.of(agent));
        return text == null ? "" : text;
    }

    private static @Nullable String words(Optional<CborValue> value) {
        return value.orElse(null) instanceof CborValue.Text text ? text.value() : null;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
