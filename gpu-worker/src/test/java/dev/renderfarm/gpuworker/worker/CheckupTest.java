package dev.renderfarm.gpuworker.worker;

import static dev.renderfarm.gpuworker.sample.SampleTasks.GOLDEN;
import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.diffusion.golden.GoldenStage;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.fitness.GoldenProof;
import dev.renderfarm.gpuworker.fitness.SelfProbe.Finding;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.gpuworker.render.ScriptedRenderer;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckupTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ScriptedRenderer renderer = new ScriptedRenderer();
    private final ManualTime clock = new ManualTime(SampleTasks.NOW);
    private Optional<String> lapse = Optional.empty();
    private final Checkup checkup = new Checkup(
            new LapsingSigning(),
            new StorageProbe(objects, new WorkerId("worker-1"), new Random(1)),
            new WarmUp(MANIFEST, Optional.empty(), 2),
            renderer,
            new GoldenProof(renderer, () -> GOLDEN, Duration.ofMinutes(5), clock));

    @Test
    void shouldFindNothingWhenTheBucketTakesTheProbe() throws InterruptedException {
        assertThat(checkup.run(false)).isEmpty();
        assertThat(renderer.microBatches()).isEmpty();
    }

    @Test
    void shouldNotPassWhileItsCertificateHasExpired() throws InterruptedException {
        // Given
        lapse = Optional.of("it expired");
        objects.setAvailable(false);
        // When, then
        assertThat(checkup.run(true)).contains(new Finding(FailureCode.CERTIFICATE_EXPIRED, "it expired"));
        assertThat(renderer.microBatches()).isEmpty();
        // When
        lapse = Optional.empty();
        objects.setAvailable(true);
        // Then
        assertThat(checkup.run(false)).isEmpty();
    }

    private final class LapsingSigning implements FileSigning {

        @Override
        public byte[] signed(byte[] file, @Nullable SourceUse source) {
            return file;
        }

        @Override
        public Optional<String> form() {
            return Optional.empty();
        }

        @Override
        public Optional<String> lapse() {
            return lapse;
        }
    }

    @Test
    void shouldRenderTooWhenTheDeviceIsInDoubt() throws InterruptedException {
        assertThat(checkup.run(true)).isEmpty();
        assertThat(renderer.microBatches()).hasSize(1);
    }

    @Test
    void shouldNotPassWhenTheDeviceDrawsSomethingElse() throws InterruptedException {
        // Given
        renderer.finds(
                new dev.renderfarm.diffusion.golden.Finding(GoldenStage.NOISE, true, "fine"),
                new dev.renderfarm.diffusion.golden.Finding(GoldenStage.VELOCITY, false, "difference 1, limit 0"));
        // When, then
        assertThat(checkup.run(false)).hasValueSatisfying(finding -> {
            assertThat(finding.code()).isEqualTo(FailureCode.GOLDEN_MISMATCH);
            assertThat(finding.detail())
                    .startsWith("script does not draw what the package's golden record holds:"
                            + " velocity (transformer) difference 1, limit 0; where other machines")
                    .doesNotContain("fine");
        });
    }

    @Test
    void shouldSayWhatTheBucketRefusesWithoutItsAddress() throws InterruptedException {
        // Given
        objects.refuse(Kind.DENIED);
        // When, then
        assertThat(checkup.run(true))
                .contains(new Finding(
                        FailureCode.STORAGE_DENIED,
                        InMemoryObjectStore.refusal(Kind.DENIED).reason()));
        assertThat(renderer.microBatches()).isEmpty();
    }

    @Test
    void shouldSayWhyTheDeviceDoesNotDraw() throws InterruptedException {
        // Given
        renderer.plays((microBatch, cancellation) -> {
            throw new RenderException(FailureCode.BLANK_IMAGE, "one single colour");
        });
        // When, then
        assertThat(checkup.run(true))
                .contains(new Finding(
                        FailureCode.BLANK_IMAGE, "the worker's own small picture failed: one single colour"));
    }
}
