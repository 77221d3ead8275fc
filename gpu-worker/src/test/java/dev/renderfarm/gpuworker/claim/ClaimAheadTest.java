package dev.renderfarm.gpuworker.claim;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.backoff.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ClaimAheadTest {

    private static final Duration WAIT = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_UNASKED = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime(NOW);
    private final Places places = new Places(1, PATIENCE, LONGEST_UNASKED, time);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final FakeTaskQueue group = new FakeTaskQueue();
    private final FakeTaskQueue otherGroup = new FakeTaskQueue();
    private final ClaimAhead queue = new ClaimAhead(group, places, open::get);
    private final ClaimAhead other = new ClaimAhead(otherGroup, places, open::get);

    @Test
    void shouldClaimNothingWhileOthersFillTheDevice() throws InterruptedException {
        // Given
        group.add(claimed(0));
        otherGroup.add(claimed(1));
        queue.claim(WAIT);
        // When, then
        assertThat(other.claim(WAIT)).isEmpty();
        queue.rendered();
        assertThat(other.claim(WAIT)).containsExactly(claimed(1));
        assertThat(group.timesRendered()).isEqualTo(1);
    }

    @Test
    void shouldClaimNothingWhereTheGateWasShutWhileItWaitedForAPlace() throws InterruptedException {
        // Given
        group.add(claimed(0));
        // When
        open.set(false);
        // Then
        assertThat(queue.claim(WAIT)).isEmpty();
        open.set(true);
        assertThat(queue.claim(WAIT)).containsExactly(claimed(0));
    }

    @Test
    void shouldKeepItsPlaceWhenNothingCameAndNobodyElseWantsIt() throws InterruptedException {
        // Given
        queue.claim(WAIT);
        otherGroup.add(claimed(1));
        // When
        queue.claim(WAIT);
        // Then
        assertThat(other.claim(WAIT)).isEmpty();
    }

    @Test
    void shouldLeaveItsPlaceWhenNothingCameAndAnotherQueueWaitsForIt() throws Exception {
        // Given
        other.claim(WAIT);
        other.rendered();
        queue.claim(WAIT);
        otherGroup.add(claimed(1));
        // When
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return other.claim(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> places.waiting() > 0);
        queue.claim(WAIT);
        // Then
        assertThat(waiting.get(30, TimeUnit.SECONDS)).containsExactly(claimed(1));
    }

    @Test
    void shouldLeaveTheGroupWhereNothingComesAndAnotherQueueLooks() throws InterruptedException {
        // Given
        other.claim(WAIT);
        other.rendered();
        queue.claim(WAIT);
        // When
        time.advance(PATIENCE);
        List<ClaimedTask> claimed = other.claim(WAIT);
        queue.claim(WAIT);
        // Then
        assertThat(claimed).isEmpty();
        assertThat(otherGroup.pauses()).isEqualTo(1);
        assertThat(group.pauses()).isZero();
    }

    @Test
    void shouldGiveBackWhatItMayHoldWhereItWaitsForLongForAPlace() throws InterruptedException {
        // Given
        other.claim(WAIT);
        other.rendered();
        group.add(claimed(0));
        queue.claim(WAIT);
        // When
        other.claim(WAIT);
        int before = otherGroup.pauses();
        time.advance(LONGEST_UNASKED);
        other.claim(WAIT);
        // Then
        assertThat(before).isZero();
        assertThat(otherGroup.pauses()).isEqualTo(1);
    }

    @Test
    void shouldKeepItsPlaceWhenWhatItClaimedWasNotRendered() throws InterruptedException {
        // Given
        group.add(claimed(0));
        group.add(claimed(1));
        queue.claim(WAIT);
        // When
        queue.acknowledge(TaskQueue.Acknowledgement.ACCEPT);
        // Then
        assertThat(queue.claim(WAIT)).containsExactly(claimed(1));
        assertThat(other.claim(WAIT)).isEmpty();
    }

    @Test
    void shouldLeaveItsPlaceOnceHoweverItEnds() throws InterruptedException {
        // Given
        queue.claim(WAIT);
        otherGroup.add(claimed(1));
        // When
        queue.pause();
        queue.startOver(1);
        queue.rendered();
        queue.close();
        // Then
        assertThat(other.claim(WAIT)).hasSize(1);
        assertThat(queue.claim(WAIT)).isEmpty();
        assertThat(group.claims()).isEqualTo(1);
    }
}
