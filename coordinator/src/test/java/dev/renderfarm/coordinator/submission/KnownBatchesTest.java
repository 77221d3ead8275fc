package dev.renderfarm.coordinator.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A batch whose command is with the broker, while the ledger takes its time. */
class KnownBatchesTest {

    private static final BatchId OLD = new BatchId("batch_0old");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();
    private final KnownBatches known = new KnownBatches(directory, objects, time);

    @Test
    void shouldKnowABatchThatTheLedgerDoesNotShowYet() throws InterruptedException {
        // When
        Batch opened = submit();
        // Then
        assertThat(directory.get(opened.id())).isEmpty();
        assertThat(known.get(opened.id())).contains(opened);
    }

    @Test
    void shouldKnowItOnOtherReplicasAndAfterARestart() throws InterruptedException {
        // Given
        Batch opened = submit();
        // When
        KnownBatches restarted = new KnownBatches(directory, objects, time);
        // Then
        assertThat(restarted.get(opened.id())).contains(opened);
        assertThat(restarted.get(new BatchId("batch_other"))).isEmpty();
    }

    @Test
    void shouldNotKnowABatchWhoseWindowHasEndedUnseen() throws InterruptedException {
        // Given
        Batch opened = submit();
        // When
        time.advance(Duration.ofHours(25));
        // Then
        assertThat(new KnownBatches(directory, objects, time).get(opened.id())).isEmpty();
    }

    @Test
    void shouldPreferWhatTheLedgerShows() throws InterruptedException {
        // Given
        Batch opened = submit();
        Batch going = TestBatches.batch(opened.id(), BatchStatus.IN_PROGRESS, 2);
        // When
        directory.put(going);
        // Then
        assertThat(known.get(opened.id())).contains(going);
        assertThat(known.list(10, null).orElseThrow().batches()).containsExactly(going);
    }

    @Test
    void shouldListTheUnseenFirstAndEachOnce() throws InterruptedException {
        // Given
        directory.put(TestBatches.batch(OLD, BatchStatus.COMPLETED, 1));
        BatchId first = submit().id();
        BatchId second = submit().id();
        // When
        BatchDirectory.Page one = known.list(1, null).orElseThrow();
        BatchDirectory.Page two = known.list(1, second).orElseThrow();
        BatchDirectory.Page three = known.list(5, first).orElseThrow();
        // Then
        assertThat(one.batches()).extracting(Batch::id).containsExactly(second);
        assertThat(one.hasMore()).isTrue();
        assertThat(two.batches()).extracting(Batch::id).containsExactly(first);
        assertThat(two.hasMore()).isTrue();
        assertThat(three.batches()).extracting(Batch::id).containsExactly(OLD);
        assertThat(three.hasMore()).isFalse();
    }

    private Batch submit() throws InterruptedException {
        FileStore files = new FileStore(objects, time, new Random());
        String file = files.save("a.csv", "batch", new ByteArrayInputStream(new byte[0]), 0)
                .id()
                .value();
        BatchReader reader = new BatchReader(directory, Duration.ZERO, time, time);
        return new BatchSubmission(
                        files,
                        known,
                        FakeModels.registry("tiny"),
                        TestLayouts.of(objects),
                        commands,
                        reader,
                        new FakeCapacity(),
                        (InstantSource) time,
                        new Random())
                .submit(new BatchRequest(file, BatchRequest.IMAGES, null, null, null, null), null, null);
    }
}
