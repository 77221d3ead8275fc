package dev.renderfarm.gpuworker.provenance;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.provenance.cose.CoseSigner;
import dev.renderfarm.provenance.manifest.IngredientPicture;
import dev.renderfarm.provenance.manifest.ModelCredit;
import dev.renderfarm.provenance.manifest.ProvenanceSigner;
import dev.renderfarm.provenance.manifest.SoftwareAgent;
import dev.renderfarm.provenance.manifest.Story;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs C2PA manifests, which say that the worker's model made the picture, and of which other one. */
public final class C2paSigning implements FileSigning {

    private static final String FORM = "c2pa";
    private static final String GENERATOR = "Renderfarm";

    private final ProvenanceSigner signer;
    private final ModelCredit model;
    private final Instant validUntil;
    private final InstantSource clock;

    /**
     * @param version of the worker
     * @param validUntil when what the signer signs is worth nothing any more
     */
    public C2paSigning(
            CoseSigner signer, String version, ModelManifest model, Instant validUntil, InstantSource clock) {
        this.signer = new ProvenanceSigner(signer, new SoftwareAgent(GENERATOR, version));
        this.model = new ModelCredit(new SoftwareAgent(model.name().value(), model.version()), model.digest());
        this.validUntil = validUntil;
        this.clock = clock;
    }

    @Override
    public byte[] signed(byte[] file, @Nullable SourceUse source) {
        lapse().ifPresent(reason -> {
            throw new SigningLapsedException(reason);
        });
        try {
            return signer.signed(file, story(source));
        } catch (MalformedException e) {
            throw new IllegalStateException("a file of this worker's own encoder cannot be signed", e);
        }
    }

    @Override
    public Optional<String> lapse() {
        return clock.instant().isAfter(validUntil)
                ? Optional.of("the certificate in whose name this worker signs pictures expired at " + validUntil
                        + ": give it a new one and restart it")
                : Optional.empty();
    }

    @Override
    public Optional<String> form() {
        return Optional.of(FORM);
    }

    private Story story(@Nullable SourceUse source) {
        if (source == null) {
            return new Story.Created(model);
        }
        IngredientPicture ingredient = ingredient(source);
        return source.isPlaced() ? new Story.Composed(model, ingredient) : new Story.Edited(model, ingredient);
    }

    /** Its name is all that the key tells of it beyond the farm. */
    private static IngredientPicture ingredient(SourceUse source) {
        String key = source.picture().key();
        return new IngredientPicture(
                key.substring(key.lastIndexOf('/') + 1),
                source.mediaType(),
                source.picture().sha256());
    }
}
