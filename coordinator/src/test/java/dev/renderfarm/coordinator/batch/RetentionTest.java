package dev.renderfarm.coordinator.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionTest {

    private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);

    private final Retention retention = new Retention(MONTH, Duration.ofDays(400));

    @ParameterizedTest
    @EnumSource(BatchStatus.class)
    void shouldLetABatchLeaveOnlyWhenItHasEnded(BatchStatus status) {
        assertThat(retention.hasLeft(status, END, END.plus(Duration.ofDays(10_000))))
                .isEqualTo(status.isTerminal());
    }

    @Test
    void shouldKeepABatchToTheMomentWhenItsTimeIsUp() {
        assertThat(retention.hasLeft(BatchStatus.COMPLETED, END, END.plus(MONTH).minusMillis(1)))
                .isFalse();
        assertThat(retention.hasLeft(BatchStatus.COMPLETED, END, END.plus(MONTH)))
                .isTrue();
        assertThat(retention.isForgotten(END, END.plus(Duration.ofDays(400)).minusMillis(1)))
                .isFalse();
        assertThat(retention.isForgotten(END, END.plus(Duration.ofDays(400)))).isTrue();
    }

    @Test
    void shouldKeepNoTasksOfABatchThatIsKnownAgain() {
        Batch batch = TestBatches.batch(new BatchId("batch_1"), BatchStatus.COMPLETED, 1);
        assertThat(retention.hasLeft(batch, TestBatches.CREATED)).isFalse();
        assertThat(retention.hasLeft(batch.rebuilt(TestBatches.CREATED), TestBatches.CREATED))
                .isTrue();
    }

    @Test
    void shouldBeRefusedWhenTheStatusWouldGoFirstOrTasksAtOnce() {
        assertThatThrownBy(() -> new Retention(MONTH, MONTH.minusDays(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retention(Duration.ofHours(23), MONTH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
