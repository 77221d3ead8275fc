package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a picture is told to look like another one. */
class NearDuplicateCountTest {

    private static final TaskId SECOND = new TaskId(BATCH, 1);

    private final List<TaskId> found = new ArrayList<>();
    private final Bookkeeper books = new Bookkeeper(
            new MemoryTables(),
            new MemoryOutbox(),
            new SharedServices(
                    new FakeLongWork(),
                    new FakeItems(),
                    new FakeCapacity(),
                    new FakeQueues(),
                    new FarmShares(TenantWeights.EQUAL),
                    new ForecastCalibration(),
                    PictureTimes.UNKNOWN,
                    new FakeRefusedCommands(),
                    found::add,
                    BatchTraces.NONE),
            Samples.policies(4));

    @Test
    void shouldCountAPictureOnceThoughAnotherWorkerTellsOfTheSameAttempt() {
        // Given
        begin(3);
        books.result(picture("worker-1", 1), START);
        // When
        books.result(picture("worker-2", 1), START);
        books.result(picture("worker-1", 1), START);
        // Then
        assertThat(found).containsExactly(SECOND);
    }

    @Test
    void shouldCountOneThatIsKeptOnce() {
        // Given
        begin(1);
        books.result(picture("worker-1", 1), START);
        // When
        books.result(picture("worker-2", 1), START);
        // Then
        assertThat(found).containsExactly(SECOND);
    }

    private void begin(int maxAttempts) {
        books.command(Samples.submit(BATCH, maxAttempts), START);
        books.command(Samples.validated(BATCH, 3), START);
        books.tick(START);
        books.result(picture("worker-1", 0), START);
    }

    /** Of a line of two that look the same. */
    private static TaskResult picture(String worker, int index) {
        var image = new StoredImage(
                "images/" + index + ".png",
                index + ".json",
                "00",
                9,
                null,
                null,
                null,
                new Likeness("00000000000000ff", index + 1));
        return new TaskResult(
                new TaskId(BATCH, index),
                1,
                new WorkerId(worker),
                "sha256:00",
                START,
                START,
                new TaskOutcome.Rendered(image),
                new Usage(BigDecimal.TEN, null));
    }
}
