package dev.renderfarm.gpuworker.worker;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.slot.Drain;
import dev.renderfarm.gpuworker.slot.WorkerInHand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldDrainTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime(NOW);
    private final Fitness fitness =
            new Fitness(3, Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(1), Jitter.NONE), () -> {}, time);
    private final Life life = new Life(fitness);
    private final WorkerInHand hand = new WorkerInHand(time);
    private final Drain drain = new Drain(time);
    private final List<WorkerState> said = new ArrayList<>();
    private final AtomicInteger exits = new AtomicInteger();
    private final HeldDrain held =
            new HeldDrain(drain, hand.load(), life, () -> said.add(life.state()), exits::incrementAndGet, time, time);

    @BeforeEach
    void makeItReady() {
        life.advanceTo(WorkerState.READY);
    }

    @Test
    void shouldEndWhenNothingIsInHandAnyMore() {
        // Given
        hand.takeUp();
        AtomicInteger looks = new AtomicInteger();
        time.whenSleeping(() -> {
            assertThat(exits).hasValue(0);
            assertThat(drain.mayClaim()).isFalse();
            if (looks.incrementAndGet() == 3) {
                hand.putDown();
            }
        });
        // When
        boolean waits = held.begin(MINUTE);
        held.run();
        // Then
        assertThat(waits).isTrue();
        assertThat(looks).hasValue(3);
        assertThat(exits).hasValue(1);
        assertThat(said).containsExactly(WorkerState.DRAINING);
    }

    @Test
    void shouldClaimAgainWhenItIsTakenBackAndDrainWhenItIsAskedAgain() {
        // Given
        hand.takeUp();
        time.whenSleeping(held::takeBack);
        // When
        held.begin(MINUTE);
        held.run();
        // Then
        assertThat(exits).hasValue(0);
        assertThat(drain.mayClaim()).isTrue();
        assertThat(said).containsExactly(WorkerState.DRAINING, WorkerState.READY);
        // When
        time.whenSleeping(hand::putDown);
        assertThat(held.begin(MINUTE)).isTrue();
        held.run();
        // Then
        assertThat(exits).hasValue(1);
    }

    @Test
    void shouldNotBeTakenBackWhenItEndsAlready() {
        // Given
        held.begin(MINUTE);
        held.run();
        // When
        held.takeBack();
        // Then
        assertThat(exits).hasValue(1);
        assertThat(drain.mayClaim()).isFalse();
        assertThat(life.state()).isEqualTo(WorkerState.DRAINING);
    }

    @Test
    void shouldNotBeTakenBackWhenASignalHasEndedIt() {
        // Given
        hand.takeUp();
        held.begin(MINUTE);
        // When
        held.end();
        held.takeBack();
        held.run();
        // Then
        assertThat(exits).hasValue(0);
        assertThat(drain.mayClaim()).isFalse();
    }

    @Test
    void shouldEndWithWhatIsInHandWhenItsTimeIsOver() {
        // Given
        hand.takeUp();
        time.whenSleeping(() -> time.advance(Duration.ofSeconds(20)));
        // When
        held.begin(MINUTE);
        held.run();
        // Then
        assertThat(exits).hasValue(1);
        assertThat(held.left(MINUTE)).isZero();
    }

    @Test
    void shouldEndAtOnceWhenItHasNotGotReadyYet() {
        // Given
        Life young = new Life(fitness);
        HeldDrain early = new HeldDrain(drain, hand.load(), young, () -> {}, exits::incrementAndGet, time, time);
        // When
        boolean waits = early.begin(MINUTE);
        // Then
        assertThat(waits).isFalse();
        assertThat(exits).hasValue(1);
    }

    @Test
    void shouldHaveAllOfItsTimeWhereNobodyAsked() {
        assertThat(held.left(MINUTE)).isEqualTo(MINUTE);
    }
}
