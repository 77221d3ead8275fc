package dev.renderfarm.coordinator.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.coordinator.submission.SubmissionStore.Submission;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubmissionReleasesTest {

    @Test
    void shouldFindWhatWasSubmittedToAnyRelease() {
        // Given
        BatchId batch = new BatchId("batch_5f0c9a");
        InMemoryObjectStore objects = new InMemoryObjectStore();
        for (Recorded recorded : Recorded.all("submission.json")) {
            objects.put("batches/" + batch + "/submission.json", recorded.bytes(), "application/json", Map.of());
            // When
            Submission found = new SubmissionStore(objects).find(batch).orElseThrow();
            // Then
            assertThat(found.fingerprint()).startsWith("46ad4c73");
            assertThat(found.command().batchId()).isEqualTo(batch);
            assertThat(found.command().seed()).isEqualTo(42);
            assertThat(found.command().metadata()).isEqualTo(Map.of("shop", "a"));
        }
        Recorded.assertWrittenAsBefore("submission.json", Submission.class);
    }
}
