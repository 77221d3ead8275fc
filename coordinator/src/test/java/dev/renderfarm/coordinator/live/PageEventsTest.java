package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.DrawingsView;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.TaskChangesView;
import dev.renderfarm.common.api.TaskChangesView.Range;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageEventsTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final BatchId OTHER = new BatchId("batch_2");

    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final TaskChanges changes = new TaskChanges();
    private final List<WorkerView> workers = new ArrayList<>();
    private final List<Batch> open = new ArrayList<>();
    private final FarmPulse pulse = new FarmPulse(
            () -> List.copyOf(workers), () -> open, new FarmCurve(InstantSource.system()), SampleDays.empty());

    private PageEvents page(boolean resumed, BatchId... ids) {
        return new PageEvents(new PageEvents.Interest(List.of(ids), false, false, resumed), batches, pulse, changes);
    }

    private static WorkerView worker(TaskId... held) {
        return drawing(null, held);
    }

    private static WorkerView drawing(@Nullable WorkerActivity activity, TaskId... held) {
        Instant now = TestBatches.CREATED;
        ModelName model = new ModelName("tiny");
        return new WorkerView(
                new WorkerHeartbeat(
                        new WorkerId("w1"),
                        WorkerState.READY,
                        model,
                        "sha256:0",
                        "CPU:0",
                        1,
                        List.of(held),
                        2.0,
                        null,
                        0,
                        0,
                        now,
                        now,
                        null,
                        null,
                        null,
                        activity),
                true);
    }

    @Test
    void shouldTellABatchAtFirstAndWhenItHasChanged() {
        // Given
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3));
        batches.put(TestBatches.batch(OTHER, BatchStatus.IN_PROGRESS, 4));
        PageEvents page = page(false, BATCH, OTHER);
        // Then
        assertThat(page.next()).extracting(PageEvents.Event::name).containsExactly("batch", "batch");
        assertThat(page.next()).isEmpty();
        batches.put(TestBatches.batch(OTHER, BatchStatus.IN_PROGRESS, 9));
        assertThat(page.next()).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo(12);
            assertThat(event.data()).isEqualTo(batches.get(OTHER).orElseThrow());
        });
    }

    @Test
    void shouldTellTasksARoundAfterTheyWereHeardOf() {
        // Given
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3, 100, null));
        PageEvents page = page(false, BATCH);
        page.next();
        // When
        for (int index : new int[] {7, 5, 6, 50}) {
            changes.changed(new TaskId(BATCH, index));
        }
        changes.changed(new TaskId(OTHER, 1));
        // Then
        assertThat(page.next()).isEmpty();
        assertThat(page.next())
                .extracting(PageEvents.Event::data)
                .containsExactly(new TaskChangesView(BATCH, List.of(new Range(5, 7), new Range(50, 50))));
        assertThat(page.next()).isEmpty();
    }

    @Test
    void shouldTellTasksThatAWorkerTakesUpAndPutsDown() {
        // Given
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3, 100, null));
        PageEvents page = page(false, BATCH);
        page.next();
        workers.add(worker(new TaskId(BATCH, 3), new TaskId(OTHER, 0)));
        page.next();
        workers.set(0, worker());
        // Then
        TaskChangesView third = new TaskChangesView(BATCH, List.of(new Range(3, 3)));
        assertThat(page.next()).extracting(PageEvents.Event::data).containsExactly(third);
        assertThat(page.next()).extracting(PageEvents.Event::data).containsExactly(third);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void shouldTellHowFarDevicesAreWithPicturesOfItsBatchesWhereThatHasChanged() {
        // Given
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3, 100, null));
        PageEvents page = page(false, BATCH);
        page.next();
        WorkerActivity seventh = new WorkerActivity(new TaskId(BATCH, 7), "MUG", 1, 0, 8, TestBatches.CREATED);
        // When
        workers.add(drawing(seventh));
        // Then
        assertThat(page.next())
                .containsExactly(new PageEvents.Event("drawings", 3, drawings(new DrawingsView.Drawn(7, 0, 8))));
        assertThat(page.next()).isEmpty();
        // When
        workers.set(0, drawing(seventh.atStep(5)));
        // Then
        assertThat(page.next())
                .extracting(PageEvents.Event::data)
                .containsExactly(drawings(new DrawingsView.Drawn(7, 5, 8)));
        // When
        workers.set(0, drawing(new WorkerActivity(new TaskId(OTHER, 1), "CUP", 1, 1, 8, TestBatches.CREATED)));
        // Then
        assertThat(page.next()).extracting(PageEvents.Event::data).containsExactly(drawings());
        assertThat(page.next()).isEmpty();
    }

    private static DrawingsView drawings(DrawingsView.Drawn... drawn) {
        return new DrawingsView(BATCH, List.of(drawn));
    }

    @Test
    void shouldTellAllTasksWhereABatchWasStoppedOrSomeWereMissed() {
        // Given
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3, 100, null));
        TaskChangesView all = new TaskChangesView(BATCH, List.of(new Range(0, 99)));
        PageEvents resumed = page(true, BATCH);
        PageEvents fresh = page(false, BATCH);
        resumed.next();
        fresh.next();
        // Then
        assertThat(resumed.next()).extracting(PageEvents.Event::data).containsExactly(all);
        batches.put(TestBatches.batch(BATCH, BatchStatus.CANCELLING, 4, 100, TestBatches.CREATED));
        fresh.next();
        assertThat(fresh.next()).extracting(PageEvents.Event::data).containsExactly(all);
    }

    @Test
    void shouldTellWorkersAndFarmWhenTheyHaveChangedAndGoOnWhenTheLedgerIsBack() {
        // Given
        PageEvents page =
                new PageEvents(new PageEvents.Interest(List.of(BATCH), true, true, false), batches, pulse, changes);
        batches.setAvailable(false);
        assertThat(page.next()).isEmpty();
        batches.setAvailable(true);
        assertThat(page.next()).extracting(PageEvents.Event::name).containsExactly("workers", "farm");
        assertThat(page.next()).isEmpty();
        // When
        workers.add(worker(new TaskId(OTHER, 0)));
        open.add(TestBatches.batch(OTHER, BatchStatus.IN_PROGRESS, 1, 10, null));
        // Then
        assertThat(page.next()).extracting(PageEvents.Event::name).containsExactly("workers", "farm");
        FarmView farm = pulse.view();
        assertThat(farm.state().wireName()).isEqualTo("rendering");
        assertThat(farm.secondsLeft()).isEqualTo(5);
        assertThat(farm.workers().busy()).isEqualTo(1);
    }

    @Test
    void shouldHoldNothingForAPageThatHasGone() {
        PageEvents page = page(false, BATCH);
        page.close();
        changes.changed(new TaskId(BATCH, 1));
        page.next();
        page.next();
        assertThat(page.next()).isEmpty();
    }

    @Test
    void shouldMakeOneRangeOfTooMany() {
        // Given
        IndexRanges ranges = new IndexRanges();
        // When
        for (int i = 0; i <= IndexRanges.MOST; i++) {
            ranges.add(2 * i);
        }
        // Then
        assertThat(ranges.ranges()).containsExactly(new Range(0, 2 * IndexRanges.MOST));
    }
}
