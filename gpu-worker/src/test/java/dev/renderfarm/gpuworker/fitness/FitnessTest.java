package dev.renderfarm.gpuworker.fitness;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Declined;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.common.worker.WorkerProblem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitnessTest {

    private final ManualTime time = new ManualTime(NOW);
    private final AtomicInteger changes = new AtomicInteger();
    private final Fitness fitness = new Fitness(
            3,
            Backoff.doubling(Duration.ofSeconds(10), Duration.ofMinutes(1), Jitter.NONE),
            changes::incrementAndGet,
            time);

    @Test
    void shouldClaimInEverySlotWhenNothingHasHappened() {
        assertThat(fitness.problem()).isEmpty();
        assertThat(fitness.mayClaim(0)).isTrue();
        assertThat(fitness.mayClaim(1)).isTrue();
    }

    @Test
    void shouldKeepSinceWhenSetsAsideForTheSameAgainAndTellOnlyChanges() {
        // When
        fitness.setAside(FailureCode.STORAGE_UNAVAILABLE, "away");
        time.advance(Duration.ofSeconds(5));
        fitness.setAside(FailureCode.STORAGE_UNAVAILABLE, "away");
        fitness.setAside(FailureCode.STORAGE_UNAVAILABLE, "slow");
        // Then
        assertThat(fitness.problem()).contains(new WorkerProblem(FailureCode.STORAGE_UNAVAILABLE, "slow", NOW));
        assertThat(fitness.awaitsStorage()).isTrue();
        assertThat(fitness.mayClaim(0)).isFalse();
        assertThat(changes).hasValue(2);
        // When
        fitness.setAside(FailureCode.STORAGE_DENIED, "expired");
        // Then
        assertThat(fitness.problem())
                .contains(new WorkerProblem(FailureCode.STORAGE_DENIED, "expired", NOW.plusSeconds(5)));
        assertThat(fitness.awaitsStorage()).isFalse();
    }

    @Test
    void shouldBeSetAsideWhenThreeTasksFailInARow() {
        // When
        fail(0, FailureCode.BLANK_IMAGE);
        fail(0, FailureCode.BLANK_IMAGE);
        fail(1, FailureCode.NON_FINITE_IMAGE);
        assertThat(fitness.isSetAside()).isFalse();
        fail(2, FailureCode.BLANK_IMAGE);
        // Then
        assertThat(fitness.problem())
                .contains(new WorkerProblem(
                        FailureCode.BLANK_IMAGE, "3 tasks in a row failed here, the last one: detail of 2", NOW));
        assertThat(fitness.isRenderingInDoubt()).isTrue();
        assertThat(fitness.timeAside()).isZero();
    }

    @Test
    void shouldBeSetAsideWhenItsPicturesAreKeptThoughTheyFailAllChecks() {
        // Given
        fail(0, FailureCode.NEAR_BLACK_IMAGE);
        fail(1, FailureCode.UNIFORM_IMAGE);
        // When
        var kept = new StoredImage("k", "j", "00", 1, null, new Rejection(FailureCode.NEAR_BLACK_IMAGE, "black"), null);
        hear(2, false, new TaskOutcome.Rendered(kept));
        // Then
        assertThat(fitness.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(FailureCode.NEAR_BLACK_IMAGE));
    }

    @Test
    void shouldGoOnWhenItsPicturesAreNotWhatTheirDeliveryProfilesTake() {
        // When
        for (int i = 0; i < 5; i++) {
            fail(i, FailureCode.PROFILE_BACKGROUND);
            var kept = new StoredImage("k", "j", "00", 1, null, new Rejection(FailureCode.PROFILE_FILL, "61 %"));
            hear(i + 5, false, new TaskOutcome.Rendered(kept));
        }
        // Then
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldGoOnWhenAPictureSucceedsInBetween() {
        // When
        fail(0, FailureCode.RENDER_FAILED);
        fail(1, FailureCode.RENDER_FAILED);
        succeed(2);
        fail(3, FailureCode.RENDER_FAILED);
        fail(4, FailureCode.RENDER_FAILED);
        // Then
        assertThat(fitness.isSetAside()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BATCH_CANCELLED",
                "BATCH_EXPIRED",
                "MODEL_NOT_FOUND",
                "INVALID_REQUEST",
                "PROMPT_TOO_LONG",
                "POISONED_TASK"
            })
    void shouldGoOnWhenTheFailuresAreTheRequests(FailureCode code) {
        // When
        for (int i = 0; i < 5; i++) {
            fail(i, code);
        }
        // Then
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldGoOnWhenTheTasksHaveFailedElsewhereOrAreLeftToOthers() {
        // When
        for (int i = 0; i < 5; i++) {
            hear(i, true, new Failed(FailureCode.BLANK_IMAGE, "blank"));
            hear(i, false, new Declined("another worker shall try"));
        }
        // Then
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldClaimInOneSlotOnlyUntilAPictureSucceedsAfterFailuresInARow() {
        // Given
        failInARow();
        // When
        fitness.comeBack();
        // Then
        assertThat(fitness.isSetAside()).isFalse();
        assertThat(fitness.mayClaim(0)).isTrue();
        assertThat(fitness.mayClaim(1)).isFalse();
        // When
        succeed(7);
        // Then
        assertThat(fitness.mayClaim(1)).isTrue();
    }

    @Test
    void shouldStayAsideTwiceAsLongUpToTheLongestWhenEveryTrialFails() {
        // Given
        failInARow();
        // When, then
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            fitness.comeBack();
            fail(seconds, FailureCode.BLANK_IMAGE);
            assertThat(fitness.isSetAside()).isTrue();
            assertThat(fitness.timeAside()).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(fitness.problem()).hasValueSatisfying(problem -> assertThat(problem.detail())
                .contains("the worker comes back in 60 s: detail of 60"));
    }

    @Test
    void shouldBeProbedButNotTriedWhenTheBucketRefusesOnePictureAfterTheOther() {
        for (int round = 0; round < 2; round++) {
            // When
            for (int i = 0; i < 3; i++) {
                fail(i, FailureCode.STORAGE_REFUSED);
            }
            // Then
            assertThat(fitness.isSetAside()).isTrue();
            assertThat(fitness.timeAside()).isZero();
            assertThat(fitness.isRenderingInDoubt()).isFalse();
            fitness.comeBack();
            assertThat(fitness.mayClaim(1)).isTrue();
        }
    }

    @Test
    void shouldBeginAnewWhenATrialSucceeds() {
        // Given
        failInARow();
        fitness.comeBack();
        fail(3, FailureCode.BLANK_IMAGE);
        fitness.comeBack();
        // When
        succeed(4);
        failInARow();
        // Then
        assertThat(fitness.timeAside()).isZero();
    }

    @Test
    void shouldNotDoubtTheDeviceWhenOnlyTheBucketIsAway() {
        // When
        fitness.setAside(FailureCode.STORAGE_UNAVAILABLE, "away");
        // Then
        assertThat(fitness.isRenderingInDoubt()).isFalse();
        fitness.comeBack();
        assertThat(fitness.mayClaim(1)).isTrue();
    }

    private void failInARow() {
        fail(100, FailureCode.BLANK_IMAGE);
        fail(101, FailureCode.BLANK_IMAGE);
        fail(102, FailureCode.BLANK_IMAGE);
        assertThat(fitness.isSetAside()).isTrue();
    }

    private void fail(int task, FailureCode code) {
        hear(task, false, new Failed(code, "detail of " + task));
    }

    private void succeed(int task) {
        hear(task, false, new Rendered(new StoredImage("a.png", "a.json", "00", 1)));
    }

    private void hear(int task, boolean failedElsewhere, TaskOutcome outcome) {
        fitness.heard(task(task).taskId(), failedElsewhere, outcome);
    }
}
