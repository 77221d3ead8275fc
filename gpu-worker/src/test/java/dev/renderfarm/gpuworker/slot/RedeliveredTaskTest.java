package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.BATCH;
import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static dev.renderfarm.gpuworker.sample.SampleTasks.item;
import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome.Declined;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.store.RedeliveryNotes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a task that the broker has handed out before. */
class RedeliveredTaskTest {

    private static final WorkerId OTHER_WORKER = new WorkerId("worker-2");

    private final SlotFixture worker = new SlotFixture();

    @Test
    void shouldReportItPoisonedWhenItIsDeliveredForTheThirdTimeAndAWorkerWasLostOverIt() throws InterruptedException {
        // Given
        new RedeliveryNotes(worker.objects, OTHER_WORKER)
                .leave(RenderTask.of(BATCH, MANIFEST.name(), item(2, request(2)), 1));
        // When
        work(delivered(request(1), 1, 2), delivered(request(2), 2, 3));
        // Then
        assertThat(codes()).containsExactly(FailureCode.POISONED_TASK);
        assertThat(worker.renderer.microBatches()).containsExactly(List.of(request(1)));
    }

    @Test
    void shouldTakeNothingBackOfWhatAnotherWorkerHasBegun() throws InterruptedException {
        // Given
        RenderTask task = RenderTask.of(BATCH, MANIFEST.name(), item(1, request(1)), 1);
        RedeliveryNotes notes = new RedeliveryNotes(worker.objects, OTHER_WORKER);
        notes.leave(task);
        // When
        work(delivered(request(1), 1, 2));
        // Then
        assertThat(notes.areLeft(task)).isTrue();
    }

    @Test
    void shouldRenderWhatWasDeliveredOftenButNeverBegun() throws InterruptedException {
        // When
        work(delivered(request(1), 1, 4));
        // Then
        assertThat(codes()).isEmpty();
        assertThat(worker.renderer.microBatches()).containsExactly(List.of(request(1)));
    }

    @Test
    void shouldNoteInTheBucketThatItIsAtWorkOnWhatWasDeliveredBefore() throws InterruptedException {
        // Given
        List<String> notes = List.of(
                ObjectKeys.redelivery(task(1).taskId(), 1, SlotFixture.WORKER),
                ObjectKeys.redelivery(task(2).taskId(), 1, SlotFixture.WORKER));
        List<String> noted = new ArrayList<>();
        worker.renderer.plays((microBatch, cancellation) ->
                worker.objects.keys().stream().filter(notes::contains).forEach(noted::add));
        // When
        work(delivered(request(1), 1, 1));
        work(delivered(request(2), 2, 2));
        // Then
        assertThat(noted).containsExactly(notes.get(1));
        assertThat(worker.objects.keys()).doesNotContainAnyElementsOf(notes);
    }

    @Test
    void shouldLeaveWhatALaterAttemptHasStored() throws InterruptedException {
        // Given: the second attempt at the second picture of a line, from another seed, is there
        ImageRequest request = request(1);
        RenderItem item = new RenderItem(1, 1, "sku", 2, new ImageName("sku-2"), request);
        RenderTask first = RenderTask.of(BATCH, MANIFEST.name(), item, 1);
        RenderTask second = RenderTask.of(BATCH, MANIFEST.name(), item, 2).as(new Redraw(1, false));
        work(new ClaimedTask.Renderable(second, 1, NOW, NOW));
        byte[] stored = content("batches/batch_1/images/sku-2.png");
        // When
        work(new ClaimedTask.Renderable(first, 2, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes().get(1)).isEqualTo(new Declined("a later attempt has stored the picture"));
        assertThat(content("batches/batch_1/images/sku-2.png")).isEqualTo(stored);
        // When what comes again is later than what is stored
        work(new ClaimedTask.Renderable(
                RenderTask.of(BATCH, MANIFEST.name(), item, 3).as(new Redraw(1, false)), 2, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes().get(2).hasPicture()).isTrue();
    }

    @Test
    void shouldNotStoreOverWhatALaterAttemptHasStoredWhileItDrew() throws InterruptedException {
        // Given: an attempt that is handed out once, and so slow that another one has gone by
        RenderItem item = new RenderItem(1, 1, "sku", 2, new ImageName("sku-2"), request(1));
        RenderTask first = RenderTask.of(BATCH, MANIFEST.name(), item, 1);
        SlotFixture other = new SlotFixture();
        other.flow.work(
                List.of(new ClaimedTask.Renderable(
                        RenderTask.of(BATCH, MANIFEST.name(), item, 3).as(new Redraw(1, false)), 1, NOW, NOW)),
                Cancellation.NEVER,
                () -> {});
        List<String> keys = List.of("batches/batch_1/images/sku-2.png", "batches/batch_1/images/sku-2.json");
        worker.renderer.plays((microBatch, onlooker) ->
                keys.forEach(key -> worker.objects.put(key, content(other, key), "image/png", Map.of())));
        // When
        work(new ClaimedTask.Renderable(first, 1, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes()).containsExactly(new Declined("a later attempt has stored the picture"));
        assertThat(keys).allSatisfy(key -> assertThat(content(key)).isEqualTo(content(other, key)));
    }

    private byte[] content(String key) {
        return content(worker, key);
    }

    private static byte[] content(SlotFixture worker, String key) {
        try (InputStream content = worker.objects.get(key)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work(ClaimedTask... claimed) throws InterruptedException {
        worker.flow.work(List.of(claimed), Cancellation.NEVER, () -> {});
    }

    private List<FailureCode> codes() {
        return worker.reporter.outcomes().stream()
                .filter(Failed.class::isInstance)
                .map(outcome -> ((Failed) outcome).code())
                .toList();
    }

    private static ClaimedTask delivered(ImageRequest request, int index, int deliveries) {
        RenderTask task = RenderTask.of(BATCH, MANIFEST.name(), item(index, request), 1);
        return new ClaimedTask.Renderable(task, deliveries, NOW, NOW);
    }
}
