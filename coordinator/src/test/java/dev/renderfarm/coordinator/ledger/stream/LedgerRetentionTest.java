package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ended batches leave the stores that production has, and later the status topic. */
class LedgerRetentionTest {

    private static final BatchId OTHER = new BatchId("batch_0");

    @AutoClose
    private LedgerDriver ledger;

    LedgerRetentionTest(@TempDir Path state) {
        ledger = LedgerDriver.onDisk(state.resolve("a"), Samples.policies(4));
        for (BatchId batch : new BatchId[] {OTHER, BATCH, new BatchId("batch_2")}) {
            ledger.begin(batch, 2, 3);
            ledger.tick();
        }
        ledger.dispatched().stream()
                .filter(task -> task.taskId().batchId().equals(BATCH))
                .forEach(task -> ledger.send(rendered(task)));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        ledger.tick();
    }

    private void passDays(int days) {
        ledger.jump(Duration.ofDays(days));
        for (int look = 0; look < 5; look++) {
            ledger.jump(Duration.ofSeconds(10));
        }
    }

    private long keys(String store, BatchId batch) {
        return ledger.contents(store).stream()
                .filter(entry -> new String(entry.key.get(), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(batch.value()))
                .count();
    }

    @Test
    void shouldKeepTheStatusOfABatchWhoseTasksAreKeptNoLonger() {
        // Given
        passDays(29);
        assertThat(ledger.tasks(BATCH)).hasSize(2);
        assertThat(keys(LedgerTopology.TASKS, BATCH)).isEqualTo(2);
        // When
        passDays(1);
        // Then
        assertThat(keys(LedgerTopology.TASKS, BATCH)).isZero();
        assertThat(keys(LedgerTopology.BATCHES, BATCH)).as("that there was one").isEqualTo(1);
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
        assertThatThrownBy(() -> ledger.tasks(BATCH)).isInstanceOf(BatchLeftException.class);
        assertThatThrownBy(() -> ledger.history(BATCH)).isInstanceOf(BatchLeftException.class);
        assertThat(keys(LedgerTopology.TASKS, OTHER)).isEqualTo(2);
        assertThat(ledger.tasks(OTHER)).hasSize(2);
    }

    @Test
    void shouldOpenNoOtherBatchWhenTheCommandComesAgain() {
        // Given
        passDays(30);
        ledger.toldRecords();
        // When
        ledger.send(submit(BATCH, 3));
        ledger.tick();
        // Then
        assertThat(ledger.toldRecords()).noneMatch(record -> record.key().equals(BATCH.value()));
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
    }

    @Test
    void shouldTakeItOutOfTheStatusTopicAtLast() {
        // Given
        passDays(30);
        ledger.toldRecords();
        // When
        passDays(371);
        // Then
        assertThat(ledger.toldRecords())
                .filteredOn(record -> record.key().equals(BATCH.value()))
                .extracting(TestRecord::value)
                .hasSize(1)
                .containsOnlyNulls();
        assertThat(new StatusTable(ledger).get(BATCH)).isEmpty();
        assertThat(keys(LedgerTopology.BATCHES, BATCH)).isZero();
        assertThat(new StatusTable(ledger).get(OTHER)).isPresent();
    }
}
