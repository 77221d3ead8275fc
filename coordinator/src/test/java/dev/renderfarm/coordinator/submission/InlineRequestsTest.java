package dev.renderfarm.coordinator.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InlineRequestsTest {

    private static final Map<String, Object> MUG = Map.of("custom_id", "mug", "body", Map.of("prompt", "a mug 杯\n"));
    private static final Map<String, Object> CUP = Map.of("sku", "cup", "prompt", "a cup");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final InstantSource clock = InstantSource.fixed(TestBatches.CREATED);
    private final FileStore files = new FileStore(objects, clock, new Random(1));
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();
    private final BatchSubmission submission = new BatchSubmission(
            files,
            new KnownBatches(directory, objects, clock),
            FakeModels.registry("tiny"),
            TestLayouts.of(objects),
            commands,
            new BatchReader(directory, Duration.ofMillis(1), time, time),
            new FakeCapacity(),
            clock,
            new Random(2));

    @Test
    void shouldBecomeAFileWithALineForEach() throws InterruptedException, IOException {
        // When
        Batch batch = submission.submit(request(List.of(MUG, CUP)), null, null);
        // Then
        UploadedFile file = files.find(batch.inputFileId()).orElseThrow();
        assertThat(file.filename()).isEqualTo("requests.jsonl");
        assertThat(file.purpose()).isEqualTo("batch");
        try (InputStream content = files.open(file.id())) {
            assertThat(content)
                    .asString(java.nio.charset.StandardCharsets.UTF_8)
                    .satisfies(text -> {
                        assertThat(text.lines()).hasSize(2);
                        assertThat(text)
                                .contains("\"a mug 杯\\n\"", "\"sku\":\"cup\"")
                                .endsWith("}\n");
                    });
        }
    }

    @Test
    void shouldBeTheSameBatchWhenRepeatedUnderAKeyAndRefusedWhenOthersComeUnderIt() throws InterruptedException {
        // When
        Batch first = submission.submit(request(List.of(MUG)), "key", null);
        Batch again = submission.submit(request(List.of(MUG)), "key", null);
        // Then
        assertThat(again.inputFileId()).isEqualTo(first.inputFileId());
        assertThatThrownBy(() -> submission.submit(request(List.of(CUP)), "key", null))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("another request");
        assertThat(commands.commands()).extracting(BatchCommand::batchId).containsOnly(first.id());
    }

    @Test
    void shouldRefuseNoneTooManyNoObjectAndAFileBesides() {
        List<Map<String, Object>> tooMany = Collections.nCopies(BatchRequest.MOST_REQUESTS + 1, MUG);
        List<Map<String, Object>> hole = new ArrayList<>(List.of(MUG));
        hole.add(null);
        assertRefused(request(List.of()), "requests");
        assertRefused(request(tooMany), "requests");
        assertRefused(request(hole), "requests[1]");
        assertRefused(request("file-1", null, List.of(MUG)), "requests");
        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void shouldLeaveNoFileWhenTheRestOfTheSubmissionIsRefused() {
        assertRefused(request(null, "none", List.of(MUG)), "model");
        assertThat(objects.keys()).isEmpty();
    }

    private void assertRefused(BatchRequest request, String param) {
        assertThatThrownBy(() -> submission.submit(request, null, null))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> assertThat(e.param())
                        .isEqualTo(param));
    }

    private static BatchRequest request(List<Map<String, Object>> requests) {
        return request(null, null, requests);
    }

    private static BatchRequest request(
            @Nullable String file, @Nullable String model, List<Map<String, Object>> requests) {
        return new BatchRequest(file, BatchRequest.IMAGES, null, null, model, null, null, requests);
    }
}
