package dev.renderfarm.coordinator.ended;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.RebuildView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchRebuildTest {

    private static final Retention RETENTION = new Retention(Duration.ofDays(30), Duration.ofDays(400));
    private static final Instant NOW = TestBatches.CREATED.plus(Duration.ofDays(100));

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();

    private BatchRebuild rebuildAt(Instant now) {
        return new BatchRebuild(objects, batches, commands, RETENTION, InstantSource.fixed(now));
    }

    private Batch ended(String id) {
        Batch batch = TestBatches.batch(new BatchId(id), BatchStatus.COMPLETED, 7);
        new StoredEndRecords(objects).keep(batch);
        return batch;
    }

    private void record(BatchId id, byte[] content) {
        objects.put(ObjectKeys.ended(id), content, "application/json", Map.of());
    }

    @Test
    void shouldMakeLostBatchesKnownAgainPageByPage() throws Exception {
        // Given
        Batch first = ended("batch_1");
        Batch second = ended("batch_2");
        batches.put(ended("batch_3"));
        // When
        RebuildView page = rebuildAt(NOW).rebuild(null, 1);
        RebuildView rest = rebuildAt(NOW).rebuild(page.lastId(), 10);
        // Then
        assertThat(page.rebuilt()).isEqualTo(1);
        assertThat(page.hasMore()).isTrue();
        assertThat(rest.rebuilt()).isEqualTo(1);
        assertThat(rest.known()).isEqualTo(1);
        assertThat(rest.hasMore()).isFalse();
        assertThat(commands.commands())
                .containsExactly(
                        new BatchCommand.Rebuild(first.rebuilt(NOW)), new BatchCommand.Rebuild(second.rebuilt(NOW)));
    }

    @Test
    void shouldSendCommandsThatTheLedgerReadsAsTheyWere() {
        BatchCommand command = new BatchCommand.Rebuild(ended("batch_1").rebuilt(NOW));
        assertThat(Json.read(Json.bytes(command), BatchCommand.class)).isEqualTo(command);
    }

    @Test
    void shouldLeaveWhatEndedTooLongAgo() throws Exception {
        // Given
        ended("batch_1");
        // When
        RebuildView page =
                rebuildAt(TestBatches.CREATED.plus(RETENTION.status())).rebuild(null, 10);
        // Then
        assertThat(page.forgotten()).isEqualTo(1);
        assertThat(commands.commands()).isEmpty();
    }

    @Test
    void shouldNameWhatIsNoRecordOfThatBatch() throws Exception {
        // Given
        ended("batch_good");
        record(new BatchId("batch_a"), "{".getBytes(UTF_8));
        record(
                new BatchId("batch_b"),
                Json.bytes(TestBatches.batch(new BatchId("batch_b"), BatchStatus.IN_PROGRESS, 1)));
        record(new BatchId("batch_c"), Json.bytes(TestBatches.batch(new BatchId("batch_x"), BatchStatus.COMPLETED, 1)));
        record(new BatchId("batch_d"), new byte[(4 << 20) + 1]);
        objects.put("ended/readme.txt", new byte[0], "text/plain", Map.of());
        // When
        RebuildView page = rebuildAt(NOW).rebuild(null, 10);
        // Then
        assertThat(page.unreadable())
                .containsExactly(
                        "ended/batch_a.json",
                        "ended/batch_b.json",
                        "ended/batch_c.json",
                        "ended/batch_d.json",
                        "ended/readme.txt");
        assertThat(page.rebuilt()).isEqualTo(1);
        assertThat(commands.commands()).hasSize(1);
    }

    @Test
    void shouldSayThatTheBrokerDoesNotAnswer() {
        ended("batch_1");
        commands.setAvailable(false);
        assertThatThrownBy(() -> rebuildAt(NOW).rebuild(null, 10)).isInstanceOf(BrokerUnavailableException.class);
    }
}
