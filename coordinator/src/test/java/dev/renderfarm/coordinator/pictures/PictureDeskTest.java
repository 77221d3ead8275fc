package dev.renderfarm.coordinator.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.coordinator.submission.KnownBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PictureDeskTest {

    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final DeskRequest MUG = DeskRequest.generation(Map.of("prompt", "a mug"));

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final InstantSource clock = InstantSource.fixed(TestBatches.CREATED);
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();
    private final List<LineError> problems = new ArrayList<>();
    private final List<CompletableFuture<Batch>> ends = new ArrayList<>();
    private final FakeCapacity capacity = new FakeCapacity();
    private final PictureDesk desk = desk(false);

    @Test
    void shouldTakeNoMoreThanItHasPlacesForUntilOneHasEnded() throws InterruptedException {
        // Given: one that nobody waits for any more
        PictureDesk.Order first = desk.order(MUG, null, null);
        desk.order(MUG, null, null);
        first.end().cancel(true);
        // Then
        busy(() -> desk.order(MUG, null, null));
        // When
        ends.get(0).complete(TestBatches.batch(first.batch().id(), BatchStatus.COMPLETED, 1));
        desk.order(MUG, null, null);
        // Then
        busy(() -> desk.order(MUG, null, null));
    }

    @Test
    void shouldKeepNoPlaceForWhatWasRefusedOrCouldNotBeSubmitted() throws InterruptedException {
        // Given
        problems.add(new LineError(FailureCode.INVALID_REQUEST, 1, "body.size", "size is wrong"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> desk.order(MUG, null, null))
                    .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> assertThat(refusal.param())
                            .isEqualTo("size"));
        }
        problems.clear();
        commands.setAvailable(false);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> desk.order(MUG, null, null)).isInstanceOf(BrokerUnavailableException.class);
        }
        // When
        commands.setAvailable(true);
        desk.order(MUG, null, null);
        // Then
        assertThat(ends).hasSize(1);
    }

    @Test
    void shouldRefuseAtOnceWhereNobodyWouldRenderIt() throws InterruptedException {
        // Given
        capacity.become(0, 0);
        // When
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> desk.order(MUG, null, null))
                    .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> assertThat(refusal.code())
                            .isEqualTo(FailureCode.NO_WORKERS))
                    .hasMessageContaining("no worker of model tiny is running");
        }
        // Then
        assertThat(commands.commands()).isEmpty();
        desk(true).order(MUG, null, null);
        capacity.become(WORKER, WorkerState.STARTING);
        desk.order(MUG, null, null);
        assertThat(commands.commands()).hasSize(2);
    }

    @Test
    void shouldGiveTheSameOrderToARepeatThoughAllWorkersHaveGoneSince() throws InterruptedException {
        // Given
        PictureDesk.Order first = desk.order(MUG, "key-of-a-mug", null);
        // When
        capacity.become(0, 0);
        PictureDesk.Order again = desk.order(MUG, "key-of-a-mug", null);
        // Then
        assertThat(again.batch().id()).isEqualTo(first.batch().id());
    }

    private PictureDesk desk(boolean waits) {
        ModelRegistry models = FakeModels.registry("tiny");
        return new PictureDesk(
                (endpoint, line) -> problems,
                new Attendance(models, capacity, waits),
                submission(models),
                this::end,
                2);
    }

    private static void busy(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(FailureCode.FARM_BUSY));
    }

    private CompletableFuture<Batch> end(Batch batch) {
        ends.add(new CompletableFuture<>());
        return ends.get(ends.size() - 1);
    }

    private BatchSubmission submission(ModelRegistry models) {
        return new BatchSubmission(
                new FileStore(objects, clock, new Random(1)),
                new KnownBatches(directory, objects, clock),
                models,
                TestLayouts.of(objects),
                commands,
                new BatchReader(directory, Duration.ofMillis(1), time, time),
                capacity,
                clock,
                new Random(2));
    }
}
