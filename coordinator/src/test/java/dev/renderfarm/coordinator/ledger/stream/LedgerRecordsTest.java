package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static dev.renderfarm.coordinator.ledger.stream.LedgerDriver.TOPICS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records that the ledger reads and writes: malformed ones, their headers and their pace. */
class LedgerRecordsTest {

    @AutoClose
    private final LedgerDriver ledger;

    LedgerRecordsTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldSkipMalformedRecords() {
        // Given
        byte[] submission = Json.bytes(submit(BATCH, 3));
        // When
        ledger.sendRaw(BATCH.value(), "{\"type\":".getBytes(UTF_8));
        ledger.sendRaw(BATCH.value(), null);
        ledger.sendRaw("batch_other", submission);
        ledger.sendRaw(BATCH.value(), submission);
        // Then
        assertThat(ledger.told()).extracting(Batch::status).containsExactly(BatchStatus.VALIDATING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "{\"type\":\"submit\"}",
                "{\"type\":\"submit\",\"batch_id\":\"batch_1\",\"seed\":1,\"max_attempts\":1,\"metadata\":{}}",
                "{\"type\":\"cancel\"}",
                "{\"type\":\"validated\",\"batch_id\":\"batch_1\",\"total\":1}",
                "{\"type\":\"rejected\",\"batch_id\":\"batch_1\"}",
                "{\"type\":\"finalized\",\"batch_id\":\"batch_1\"}",
                "{\"attempt\":1,\"outcome\":{\"type\":\"rendered\"}}",
                "{\"task_id\":\"batch_1/0\",\"attempt\":1}",
                "{\"task_id\":\"batch_1/0\",\"attempt\":1,\"worker_id\":\"w\",\"model_digest\":\"x\","
                        + "\"started_at\":\"2026-01-01T00:00:00Z\",\"finished_at\":\"2026-01-01T00:00:00Z\","
                        + "\"outcome\":{\"type\":\"rendered\"}}",
                "{\"task_id\":\"batch_1/0\",\"attempt\":1,\"worker_id\":\"w\",\"model_digest\":\"x\","
                        + "\"started_at\":\"2026-01-01T00:00:00Z\",\"finished_at\":\"2026-01-01T00:00:00Z\","
                        + "\"outcome\":{\"type\":\"failed\"}}",
            })
    void shouldSkipRecordsThatLackWhatTheyMustHave(String json) {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.sendRaw(BATCH.value(), json.getBytes(UTF_8));
        ledger.send(validated(BATCH, 1));
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        ledger.sendRaw(BATCH.value(), json.getBytes(UTF_8));
        ledger.pass(Duration.ofSeconds(1));
        // Then
        assertThat(tasks).hasSize(1);
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.IN_PROGRESS);
        assertThat(ledger.batch(BATCH).renderfarm().inFlight()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"id\":\"batch_1\"}"})
    void shouldSkipMalformedStatus(String json) {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.sendRawStatus(BATCH.value(), json.getBytes(UTF_8));
        // Then
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.VALIDATING);
    }

    @Test
    void shouldSkipWhatALaterReleaseWroteAndGoOn() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        Batch early = ledger.batch(BATCH);
        ledger.pass(Duration.ofSeconds(1));
        Batch before = ledger.batch(BATCH);
        // When
        ledger.sendNewer(TOPICS.commands(), BATCH, new BatchCommand.Cancel(BATCH, START));
        ledger.sendNewer(TOPICS.results(), BATCH, rendered(task));
        ledger.sendNewer(TOPICS.batchStatus(), BATCH, early);
        ledger.pass(Duration.ofSeconds(1));
        // Then
        assertThat(ledger.batch(BATCH)).isEqualTo(before);
        assertThat(ledger.skipped).containsExactly(TOPICS.commands(), TOPICS.results(), TOPICS.batchStatus());
        ledger.send(rendered(task));
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(1);
    }

    @Test
    void shouldTellProgressAtMostFourTimesASecond() {
        // Given
        ledger.begin(BATCH, 1000, 3);
        ledger.tick();
        ledger.told();
        // When
        for (int tick = 0; tick < 20; tick++) {
            ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
            ledger.tick();
        }
        // Then
        List<Batch> told = ledger.told();
        assertThat(told).hasSizeBetween(6, 9);
        assertThat(told)
                .extracting(batch -> batch.renderfarm().sequence())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldSendCloudEventsWithTheirKeys() {
        // Given
        ledger.begin(BATCH, 1, 3);
        // When
        ledger.tick();
        // Then
        assertThat(ledger.dispatchedRecords()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("batch_1/0");
            assertThat(header(record, "ce_type")).isEqualTo("dev.renderfarm.task.dispatched");
            assertThat(header(record, "ce_id")).isEqualTo("batch_1/0/1");
        });
        assertThat(ledger.toldRecords()).isNotEmpty().allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(BATCH.value());
            assertThat(header(record, "ce_type")).isEqualTo("dev.renderfarm.batch.status");
            assertThat(header(record, "ce_subject")).isEqualTo(BATCH.value());
        });
    }

    private static String header(org.apache.kafka.streams.test.TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
