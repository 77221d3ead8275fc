package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.render.Device;
import dev.renderfarm.gpuworker.render.ScriptedRenderer.Script;
import dev.renderfarm.gpuworker.store.ImageMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What results and metadata say that tasks took of the device. */
class DrawnUsageTest {

    private final SlotFixture worker = new SlotFixture();

    @Test
    void shouldTellWhatThePictureTookInResultAndMetadata() throws InterruptedException, IOException {
        // Given
        worker.renderer.plays(holding(Duration.ofSeconds(2)));
        // When
        work(claimed(0));
        // Then: 300 W for two seconds
        Usage expected = Usage.of(Duration.ofSeconds(2), OptionalLong.of(600_000));
        TaskResult result = worker.reporter.results().get(0);
        assertThat(result.usage()).isEqualTo(expected);
        String metadata = ((Rendered) result.outcome()).image().metadataKey();
        assertThat(Json.read(worker.objects.get(metadata).readAllBytes(), ImageMetadata.class)
                        .usage())
                .isEqualTo(expected);
    }

    @Test
    void shouldShareWhatAMicroBatchTook() throws InterruptedException {
        // Given
        worker.renderer.plays(holding(Duration.ofSeconds(1)));
        // When
        work(claimed(0), claimed(1), claimed(2));
        // Then
        assertThat(usages())
                .extracting(Usage::deviceSeconds)
                .extracting(Object::toString)
                .containsExactly("0.333334", "0.333333", "0.333333");
        assertThat(usages().stream().reduce(Usage.NONE, Usage::plus))
                .isEqualTo(Usage.of(Duration.ofSeconds(1), OptionalLong.of(300_000)));
    }

    @Test
    void shouldTellWhatAnAttemptTookThatFailed() throws InterruptedException {
        // Given
        Script holding = holding(Duration.ofSeconds(3));
        worker.renderer.plays((microBatch, cancellation) -> {
            holding.play(microBatch, cancellation);
            throw new RenderException(FailureCode.RENDER_FAILED, "no");
        });
        // When
        work(claimed(0));
        // Then
        assertThat(worker.reporter.outcomes()).allMatch(Failed.class::isInstance);
        assertThat(usages()).containsExactly(Usage.of(Duration.ofSeconds(3), OptionalLong.of(900_000)));
    }

    @Test
    void shouldCountBothTriesWhenAMicroBatchFailsAndEachIsTriedAlone() throws InterruptedException {
        // Given
        Script holding = holding(Duration.ofSeconds(1));
        worker.renderer.plays((microBatch, cancellation) -> {
            holding.play(microBatch, cancellation);
            if (microBatch.size() > 1) {
                throw new RenderException(FailureCode.DEVICE_OUT_OF_MEMORY, "too many");
            }
        });
        // When
        work(claimed(0), claimed(1));
        // Then
        assertThat(usages())
                .containsOnly(Usage.of(Duration.ofMillis(1500), OptionalLong.of(450_000)))
                .hasSize(2);
    }

    @Test
    void shouldTellNothingWhereTheDeviceWasNotUsed() throws InterruptedException {
        // Given
        worker.renderer.plays(holding(Duration.ofSeconds(1)));
        // When: the second is the first again, while that is in hand
        work(claimed(0), claimed(0));
        // Then
        assertThat(worker.reporter.results())
                .extracting(result -> result.outcome().hasPicture(), result -> result.usage() != null)
                .containsExactlyInAnyOrder(tuple(true, true), tuple(false, false));
    }

    private Script holding(Duration time) {
        Device device = worker.renderer.device();
        return (microBatch, cancellation) -> {
            try (Device.Ending turn = device.take()) {
                worker.time.advance(time);
            }
        };
    }

    private List<Usage> usages() {
        return worker.reporter.results().stream().map(TaskResult::usage).toList();
    }

    private void work(ClaimedTask... claimed) throws InterruptedException {
        worker.flow.work(List.of(claimed), Cancellation.NEVER, () -> {});
    }
}
