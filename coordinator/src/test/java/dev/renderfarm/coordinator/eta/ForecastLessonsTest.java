package dev.renderfarm.coordinator.eta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastLessonsTest {

    private static final Instant NOON = TestBatches.CREATED;

    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private Instant now = NOON;

    private static Eta eta(ForecastCalibration calibration) {
        return calibration.eta(Duration.ofSeconds(99), 25, 100, NOON);
    }

    /** A batch that ended so many seconds after it was expected to. */
    private static Batch late(String id, Instant completedAt, long seconds) {
        Forecast told = new Forecast(25, NOON, NOON.plusSeconds(100), NOON.plusSeconds(200), null, null);
        return TestBatches.shared(
                TestBatches.completed(new BatchId(id), completedAt),
                Sharing.DEFAULT,
                new Course(0, null, List.of(told.scored(NOON.plusSeconds(100 + seconds)))));
    }

    @Test
    void shouldForecastAlikeWhenOneHasSeenBatchesEndAndTheOtherHasJustBegun() {
        // Given
        ForecastCalibration old = new ForecastCalibration();
        ForecastLessons lessons = new ForecastLessons(batches, old, () -> now);
        batches.put(late("batch_1", NOON.plusSeconds(1), 300));
        lessons.look();
        Eta afterOne = eta(old);
        batches.put(late("batch_3", NOON.plusSeconds(3), 300));
        batches.put(late("batch_2", NOON.plusSeconds(2), -50));
        now = now.plusSeconds(11);
        // When
        lessons.look();
        ForecastCalibration fresh = new ForecastCalibration();
        new ForecastLessons(batches, fresh, () -> now).look();
        // Then
        assertThat(eta(fresh)).isEqualTo(eta(old));
        assertThat(eta(old).p90()).isAfter(afterOne.p90());
        assertThat(afterOne.p90()).isAfter(eta(new ForecastCalibration()).p90());
    }

    @Test
    void shouldKeepWhatItHasLearntWhenTheDirectoryCannotBeRead() {
        // Given
        ForecastCalibration calibration = new ForecastCalibration();
        ForecastLessons lessons = new ForecastLessons(batches, calibration, () -> now);
        batches.put(late("batch_1", NOON.plusSeconds(1), 300));
        lessons.look();
        Eta learnt = eta(calibration);
        batches.setAvailable(false);
        now = now.plusSeconds(11);
        // When
        lessons.look();
        // Then
        assertThat(eta(calibration)).isEqualTo(learnt);
    }
}
