package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rejected;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attempt of every picture of a traced batch says what it is traced by. */
class LedgerTraceTest {

    private static final Traceparent TRACE = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @AutoClose
    private LedgerDriver ledger;

    LedgerTraceTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldSayItInTheTaskAndInItsHeaders() {
        // Given
        ledger.send(submit(BATCH, 3, TRACE));
        ledger.send(validated(BATCH, 2));
        // When
        ledger.tick();
        // Then
        assertThat(ledger.dispatchedRecords()).hasSize(2).allSatisfy(LedgerTraceTest::isTraced);
    }

    @Test
    void shouldKeepItOverRetriesAndRestarts() {
        // Given
        ledger.send(submit(BATCH, 3, TRACE));
        ledger.send(validated(BATCH, 2));
        ledger.tick();
        RenderTask first = ledger.dispatched().get(0);
        // When
        ledger.send(failed(first, FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofMillis(1_200));
        TestRecord<String, byte[]> second = ledger.dispatchedRecords().get(0);
        ledger.send(failed(task(second), FailureCode.RENDER_FAILED));
        ledger = ledger.restarted();
        ledger.tick();
        TestRecord<String, byte[]> third = ledger.dispatchedRecords().get(0);
        // Then
        assertThat(task(second).attempt()).isEqualTo(2);
        assertThat(task(third).attempt()).isEqualTo(3);
        isTraced(second);
        isTraced(third);
    }

    @Test
    void shouldTellTheEndOfATracedBatchOnce() {
        // Given
        ledger.send(submit(BATCH, 3, TRACE));
        ledger.begin(new BatchId("batch_2"), 0, 3);
        // When
        ledger.send(rejected(BATCH));
        ledger.send(finalized(ledger.batch(new BatchId("batch_2"))));
        ledger.pass(Duration.ofSeconds(1));
        // Then
        assertThat(ledger.traces.ended()).extracting(Batch::id).containsExactly(BATCH);
        assertThat(ledger.traces.ended()).extracting(Batch::status).containsExactly(BatchStatus.FAILED);
        assertThat(ledger.traces.traceparents()).containsExactly(TRACE);
    }

    @Test
    void shouldSayNothingWhereTheBatchIsNotTraced() {
        // Given
        ledger.begin(BATCH, 1, 3);
        // When
        ledger.tick();
        // Then
        TestRecord<String, byte[]> record = ledger.dispatchedRecords().get(0);
        assertThat(task(record).traceparent()).isNull();
        assertThat(record.headers().lastHeader("traceparent")).isNull();
        assertThat(new String(record.value(), UTF_8)).doesNotContain("traceparent");
    }

    private static void isTraced(TestRecord<String, byte[]> record) {
        assertThat(task(record).traceparent()).isEqualTo(TRACE);
        assertThat(new String(record.headers().lastHeader("traceparent").value(), UTF_8))
                .isEqualTo(TRACE.value());
    }

    private static RenderTask task(TestRecord<String, byte[]> record) {
        return Json.read(record.value(), RenderTask.class);
    }
}
