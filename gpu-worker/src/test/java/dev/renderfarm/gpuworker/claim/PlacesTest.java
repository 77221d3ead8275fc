package dev.renderfarm.gpuworker.claim;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.gpuworker.claim.Places.Seat;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime(NOW);
    private final Places places = new Places(2, LONG, time);
    private final Seat first = places.seat();
    private final Seat second = places.seat();
    private final Seat third = places.seat();

    @Test
    void shouldGiveNoMorePlacesThanThereAre() throws InterruptedException {
        assertThat(first.takeWithin(NOT_AT_ALL)).isTrue();
        assertThat(second.takeWithin(NOT_AT_ALL)).isTrue();
        assertThat(third.takeWithin(NOT_AT_ALL)).isFalse();
        first.leave();
        assertThat(third.takeWithin(NOT_AT_ALL)).isTrue();
        assertThat(first.takeWithin(NOT_AT_ALL)).isFalse();
    }

    @Test
    void shouldKeepAPlaceUntilItIsLeft() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        second.takeWithin(NOT_AT_ALL);
        // When
        boolean again = first.takeWithin(NOT_AT_ALL);
        // Then
        assertThat(again).isTrue();
        first.leave();
        first.leave();
        assertThat(third.takeWithin(NOT_AT_ALL)).isTrue();
        assertThat(first.takeWithin(NOT_AT_ALL)).isFalse();
    }

    @Test
    void shouldLetARestingSeatTakeAPlaceOnlyWhereNoOtherWaits() throws Exception {
        // Given: the first works, the second waits, the third rests
        Places one = new Places(1, LONG, time);
        Seat works = one.seat();
        Seat waits = one.seat();
        Seat rests = one.seat();
        waits.takeWithin(NOT_AT_ALL);
        waits.leave();
        works.takeWithin(NOT_AT_ALL);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> take(waits));
        await().until(works::isWanted);
        CompletableFuture<Boolean> resting = CompletableFuture.supplyAsync(() -> take(rests));
        // When
        works.leave();
        // Then
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(resting).isNotDone();
        waits.leave();
        assertThat(resting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldLetOneLookForAllWhereNothingComes() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        second.takeWithin(NOT_AT_ALL);
        // When
        time.advance(LONG);
        // Then
        assertThat(first.restIfSpare()).isTrue();
        assertThat(second.restIfSpare()).isFalse();
        assertThat(first.takeWithin(NOT_AT_ALL)).isFalse();
        second.found();
        assertThat(first.takeWithin(NOT_AT_ALL)).isTrue();
    }

    @Test
    void shouldLetAnotherLookWhereTheOnlyOneHasFoundSomethingLongAgo() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        first.found();
        // When
        time.advance(LONG);
        // Then
        assertThat(second.takeWithin(NOT_AT_ALL)).isTrue();
        assertThat(third.takeWithin(NOT_AT_ALL)).isFalse();
    }

    @Test
    void shouldCountASeatThatLooksAgainFromThePlaceThatItKept() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        first.found();
        time.advance(LONG);
        // When
        first.takeWithin(NOT_AT_ALL);
        // Then
        assertThat(second.takeWithin(NOT_AT_ALL)).isFalse();
    }

    @Test
    void shouldKeepASeatThatWaitsWhileItIsNeeded() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        second.takeWithin(NOT_AT_ALL);
        // When
        time.advance(LONG);
        first.found();
        first.leave();
        first.takeWithin(NOT_AT_ALL);
        // Then
        assertThat(third.restIfSpare()).isFalse();
    }

    @Test
    void shouldRestASeatWhereTwoWaitedAllTheTime() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        second.takeWithin(NOT_AT_ALL);
        // When
        time.advance(LONG);
        first.found();
        // Then
        assertThat(third.restIfSpare()).isTrue();
        assertThat(third.restIfSpare()).as("one at a time").isFalse();
    }

    private static boolean take(Seat seat) {
        try {
            return seat.takeWithin(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
