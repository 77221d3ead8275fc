package dev.renderfarm.cli.verify;

import dev.renderfarm.cli.pictures.SourceFiles;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.provenance.verdict.Fault;
import dev.renderfarm.provenance.verdict.ProvenanceReader;
import dev.renderfarm.provenance.verdict.ProvenanceVerdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a picture's file against what is told of it. A further check of what metadata promise is a {@link PictureTrait}
 * more and a line in {@link #of}.
 */
public final class PictureExamination {

    private static final String C2PA = "c2pa";

    private final ProvenanceReader reader;
    private final boolean provenanceWanted;
    private final KeptCheck kept;
    private final PictureSample sample;

    /**
     * @param provenanceWanted whether a picture without a manifest fails, though its metadata tell of none
     * @param sources where the pictures are that edits began with
     * @param sample of those that are examined
     */
    public PictureExamination(
            ProvenanceReader reader, boolean provenanceWanted, SourceFiles sources, PictureSample sample) {
        this.reader = reader;
        this.provenanceWanted = provenanceWanted;
        this.kept = new KeptCheck(sources);
        this.sample = sample;
    }

    /** What metadata promise of a file. */
    private record Promises(
            @Nullable String sha256,
            @Nullable String provenance,
            @Nullable Edit edit,
            @Nullable ImageSize size,
            @Nullable Integer keptPixels,
            @Nullable String keptSha256,
            @Nullable DeliveryReport delivered) {

        static final Promises NONE = new Promises(null, null, null, null, null, null, null);

        KeptCheck.Promise kept() {
            return new KeptCheck.Promise(edit, size, keptPixels, keptSha256, delivered);
        }
    }

    /**
     * @param name of the file
     * @param metadata the JSON beside it; empty where there is none
     * @param told SHA-256 of the file, from elsewhere, in hex; empty where nobody told it
     */
    public Examined of(String name, byte[] file, Optional<byte[]> metadata, Optional<String> told)
            throws InterruptedException {
        metadata.ifPresent(json -> sample.consider(name, file, json));
        Map<PictureTrait, PictureFinding> findings = new EnumMap<>(PictureTrait.class);
        Promises promises;
        try {
            promises = metadata.isEmpty() ? Promises.NONE : Json.read(metadata.get(), Promises.class);
        } catch (MalformedJsonException e) {
            findings.put(PictureTrait.DIGEST, PictureFinding.fails("its JSON is damaged"));
            findings.put(PictureTrait.PROVENANCE, provenance(file, provenanceWanted));
            findings.put(PictureTrait.KEPT, PictureFinding.notTold("none"));
            return new Examined(name, findings);
        }
        findings.put(PictureTrait.DIGEST, digest(Sha256.hex(file), told, Optional.ofNullable(promises.sha256())));
        findings.put(PictureTrait.PROVENANCE, provenance(file, provenanceWanted || C2PA.equals(promises.provenance())));
        findings.put(PictureTrait.KEPT, kept.of(file, promises.kept()));
        return new Examined(name, findings);
    }

    private static PictureFinding digest(String digest, Optional<String> told, Optional<String> promised) {
        if (told.filter(sha256 -> !sha256.equals(digest)).isPresent()) {
            return PictureFinding.fails("not the one that the farm tells");
        }
        if (promised.filter(sha256 -> !sha256.equals(digest)).isPresent()) {
            return PictureFinding.fails("not the one in its JSON");
        }
        return told.isEmpty() && promised.isEmpty()
                ? PictureFinding.notTold("nobody tells it")
                : PictureFinding.holds("matches");
    }

    private PictureFinding provenance(byte[] file, boolean wanted) {
        return reader.read(file)
                .fold(
                        () -> wanted ? PictureFinding.fails("it has no manifest") : PictureFinding.notTold("none"),
                        unreadable -> PictureFinding.fails(unreadable.detail()),
                        PictureExamination::judged);
    }

    private static PictureFinding judged(ProvenanceVerdict.Judged judged) {
        return judged.isGood()
                ? PictureFinding.holds("by " + judged.signatory().subject())
                : PictureFinding.fails(
                        judged.faults().stream().map(Fault::detail).collect(Collectors.joining("; ")));
    }
}
