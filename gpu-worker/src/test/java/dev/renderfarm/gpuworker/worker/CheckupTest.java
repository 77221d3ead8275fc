package dev.renderfarm.gpuworker.worker;

import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.fitness.SelfProbe.Finding;
import dev.renderfarm.gpuworker.render.ScriptedRenderer;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckupTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ScriptedRenderer renderer = new ScriptedRenderer();
    private final Checkup checkup = new Checkup(
            new StorageProbe(objects, new WorkerId("worker-1"), new Random(1)),
            new WarmUp(MANIFEST, Optional.empty(), 2),
            renderer);

    @Test
    void shouldFindNothingWhenTheBucketTakesTheProbe() throws InterruptedException {
        assertThat(checkup.run(false)).isEmpty();
        assertThat(renderer.microBatches()).isEmpty();
    }

    @Test
    void shouldRenderTooWhenTheDeviceIsInDoubt() throws InterruptedException {
        assertThat(checkup.run(true)).isEmpty();
        assertThat(renderer.microBatches()).hasSize(1);
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
