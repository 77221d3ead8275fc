package dev.renderfarm.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstImagesTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final FirstImages images = new FirstImages();

    @Test
    void shouldTellOnceHowLongABatchTookToItsFirstImage() {
        assertThat(images.after(with(0), at(1))).isEmpty();
        assertThat(images.after(with(1), at(42))).contains(Duration.ofSeconds(42));
        assertThat(images.after(with(2), at(43))).isEmpty();
    }

    @Test
    void shouldTellNothingOfABatchThatHadImagesWhenItWasFirstSeen() {
        assertThat(images.after(with(1), at(42))).isEmpty();
    }

    @Test
    void shouldForgetABatchThatEndsWithoutAnImage() {
        // Given
        images.after(with(0), at(1));
        // When
        images.after(TestBatches.batch(BATCH, BatchStatus.CANCELLED, 0), at(2));
        // Then
        assertThat(images.after(with(1), at(3))).isEmpty();
    }

    private static Batch with(int completed) {
        return TestBatches.settled(BATCH, BatchStatus.IN_PROGRESS, new RequestCounts(3, completed, 0), null);
    }

    private static Instant at(int seconds) {
        return with(0).createdAt().plusSeconds(seconds);
    }
}
