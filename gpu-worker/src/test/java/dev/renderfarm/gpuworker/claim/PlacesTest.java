package dev.renderfarm.gpuworker.claim;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.gpuworker.claim.Places.Seat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration NEVER = Duration.ofDays(1);

    private final ManualTime time = new ManualTime(NOW);
    private final Places places = new Places(2, LONG, SHORT, time);
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
        // Given
        Seats three = Seats.thatHaveWorked(new Places(1, LONG, SHORT, time));
        CompletableFuture<Boolean> waiting = three.letWait(three.second());
        Seat resting = three.places().seat();
        // When
        three.first().leave();
        // Then
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> alsoWaiting = three.letWait(three.third());
        three.second().leave();
        assertThat(resting.takeWithin(NOT_AT_ALL)).isFalse();
        assertThat(alsoWaiting.get(30, TimeUnit.SECONDS)).isTrue();
        three.third().leave();
        assertThat(resting.takeWithin(NOT_AT_ALL)).isTrue();
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
    void shouldRestOneSeatWhereTwoWaitedAllTheTime() throws Exception {
        // Given
        Seats three = Seats.thatHaveWorked(new Places(1, LONG, NEVER, time));
        CompletableFuture<Boolean> waiting = three.letWait(three.second());
        CompletableFuture<Boolean> alsoWaiting = three.letWait(three.third());
        time.advance(LONG);
        three.first().found();
        // When
        three.first().leave();
        // Then
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(three.first().restIfSpare()).isTrue();
        assertThat(three.third().restIfSpare()).as("one at a time").isFalse();
        three.second().leave();
        assertThat(alsoWaiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRestNoSeatWhereOnlyOneWaited() throws Exception {
        // Given
        Seats three = Seats.thatHaveWorked(new Places(1, LONG, NEVER, time));
        CompletableFuture<Boolean> waiting = three.letWait(three.second());
        time.advance(LONG);
        three.first().found();
        // When
        three.first().leave();
        // Then
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(three.first().restIfSpare()).isFalse();
    }

    @Test
    void shouldLeaveItToOthersToRestWhereASeatRestsAlready() throws InterruptedException {
        // Given
        Seats three = Seats.thatHaveWorked(new Places(1, LONG, SHORT, time));
        Seat resting = three.places().seat();
        time.advance(LONG);
        three.first().found();
        // When
        boolean restsAgain = resting.restIfSpare();
        // Then
        assertThat(restsAgain).isFalse();
        assertThat(three.third().restIfSpare()).isTrue();
    }

    @Test
    void shouldRestWhereItWaitsForLongAlthoughOthersHaveFoundSomething() throws InterruptedException {
        // Given
        Seats three = Seats.thatHaveWorked(new Places(1, LONG, SHORT, time));
        three.first().found();
        // When
        boolean early = three.second().restIfSpare();
        time.advance(LONG);
        // Then
        assertThat(early).isFalse();
        assertThat(three.second().restIfSpare()).isTrue();
        assertThat(three.third().restIfSpare()).isTrue();
        assertThat(three.first().restIfSpare()).isFalse();
    }

    @Test
    void shouldKeepAPlaceForAMomentForTheSeatThatHadItForLong() throws InterruptedException {
        // Given
        first.takeWithin(NOT_AT_ALL);
        first.found();
        second.takeWithin(NOT_AT_ALL);
        second.found();
        // When
        time.advance(SHORT);
        first.leave();
        // Then
        assertThat(third.takeWithin(NOT_AT_ALL)).isFalse();
        assertThat(first.takeWithin(NOT_AT_ALL)).isTrue();
        first.leave();
        second.leave();
        assertThat(third.takeWithin(NOT_AT_ALL)).isFalse();
        time.advance(SHORT);
        assertThat(third.takeWithin(NOT_AT_ALL)).isTrue();
    }

    /** The first holds the only place, the others have no place and do not rest. */
    private record Seats(Places places, Seat first, Seat second, Seat third) {

        static Seats thatHaveWorked(Places one) throws InterruptedException {
            Seats seats = new Seats(one, one.seat(), one.seat(), one.seat());
            for (Seat seat : List.of(seats.second, seats.third)) {
                seat.takeWithin(NOT_AT_ALL);
                seat.leave();
            }
            seats.first.takeWithin(NOT_AT_ALL);
            return seats;
        }

        /** Returns once it waits. */
        CompletableFuture<Boolean> letWait(Seat seat) {
            int before = places.waiting();
            CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(() -> take(seat));
            await().until(() -> places.waiting() > before);
            return taken;
        }
    }

    private static boolean take(Seat seat) {
        try {
            return seat.takeWithin(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
