package dev.renderfarm.gpuworker.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnwantedBatchesTest {

    private static final BatchId ONE = new BatchId("batch_1");

    private final UnwantedBatches unwanted = new UnwantedBatches(2);

    @Test
    void shouldGiveTheReasonWhenABatchIsCancelledOrExpired() {
        // When
        unwanted.hear(SampleBatches.batch("batch_1", BatchStatus.CANCELLING));
        unwanted.hear(SampleBatches.batch("batch_2", BatchStatus.EXPIRED));
        // Then
        assertThat(unwanted.reason(ONE)).contains(FailureCode.BATCH_CANCELLED);
        assertThat(unwanted.reason(new BatchId("batch_2"))).contains(FailureCode.BATCH_EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(names = {"FINALIZING", "COMPLETED", "FAILED"})
    void shouldNotWantABatchAgainWhenAllItsTasksAreSettled(BatchStatus status) {
        // When
        unwanted.hear(SampleBatches.batch("batch_1", BatchStatus.IN_PROGRESS));
        unwanted.hear(SampleBatches.batch("batch_1", status));
        // Then
        assertThat(unwanted.reason(ONE)).contains(FailureCode.BATCH_ENDED);
    }

    @Test
    void shouldWantABatchWhenItIsUnknownOrInProgress() {
        // When
        unwanted.hear(SampleBatches.batch("batch_1", BatchStatus.IN_PROGRESS));
        // Then
        assertThat(unwanted.reason(ONE)).isEmpty();
        assertThat(unwanted.reason(new BatchId("batch_2"))).isEmpty();
    }

    @Test
    void shouldForgetTheOldestWhenItIsFull() {
        // When
        unwanted.hear(SampleBatches.batch("batch_1", BatchStatus.CANCELLED));
        unwanted.hear(SampleBatches.batch("batch_2", BatchStatus.CANCELLED));
        unwanted.hear(SampleBatches.batch("batch_3", BatchStatus.CANCELLED));
        // Then
        assertThat(unwanted.reason(ONE)).isEmpty();
        assertThat(unwanted.reason(new BatchId("batch_3"))).isPresent();
    }

    @Test
    void shouldHoldABatchBackWhileItIsPaused() {
        // When
        unwanted.hear(SampleBatches.paused(ONE));
        // Then
        assertThat(unwanted.isPaused(ONE)).isTrue();
        assertThat(unwanted.reason(ONE)).isEmpty();
        // When
        unwanted.hear(SampleBatches.batch("batch_1", BatchStatus.IN_PROGRESS));
        // Then
        assertThat(unwanted.isPaused(ONE)).isFalse();
    }
}
