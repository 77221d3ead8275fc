package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.fitness.GoldenProof;
import dev.renderfarm.gpuworker.fitness.SelfProbe;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.objectstore.store.StorageException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SelfProbe} that writes an object to the bucket, and renders the smallest picture of the warm-up; a device
 * that does not draw the golden record does not pass either. For one thread at a time.
 */
final class Checkup implements SelfProbe {

    private static final Logger LOG = LoggerFactory.getLogger(Checkup.class);

    private final FileSigning signing;
    private final StorageProbe storage;
    private final WarmUp warmUp;
    private final Renderer renderer;
    private final GoldenProof golden;
    private String logged = "";

    Checkup(FileSigning signing, StorageProbe storage, WarmUp warmUp, Renderer renderer, GoldenProof golden) {
        this.signing = signing;
        this.storage = storage;
        this.warmUp = warmUp;
        this.renderer = renderer;
        this.golden = golden;
    }

    @Override
    public Optional<Finding> run(boolean rendering) throws InterruptedException {
        Optional<String> lapse = signing.lapse();
        if (lapse.isPresent()) {
            return Optional.of(new Finding(FailureCode.CERTIFICATE_EXPIRED, lapse.get()));
        }
        try {
            storage.run();
            if (rendering) {
                warmUp.renderSmallest(renderer);
            }
            Optional<Finding> different = golden.finding(rendering);
            logged = different.map(Finding::detail).orElse("");
            return different;
        } catch (StorageException e) {
            log(e.code(), e);
            return Optional.of(new Finding(e.code(), e.reason()));
        } catch (RenderException e) {
            log(e.code(), e);
            return Optional.of(new Finding(e.code(), "the worker's own small picture failed: " + e.getMessage()));
        }
    }

    /** In full, once for each problem: a probe that fails goes on to fail every few seconds. */
    private void log(FailureCode code, RuntimeException problem) {
        String message = String.valueOf(problem.getMessage());
        (message.equals(logged) ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("code", code.wireName())
                .addKeyValue("problem", message)
                .log("the worker's own probe failed, will try again");
        logged = message;
    }
}
