package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everyone is told of when a batch is done, and how right that was. */
class LedgerForecastTest {

    private static final int PICTURES = 40;

    @AutoClose
    private LedgerDriver ledger;

    private final List<RenderTask> queued = new ArrayList<>();

    LedgerForecastTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldSayWhenABatchIsDoneWhileItIsDrawn() {
        // Given
        begin();
        // When
        draw(10);
        // Then
        Batch batch = ledger.batch(BATCH);
        Eta eta = requireNonNull(batch.renderfarm().course().eta());
        Duration left = Duration.between(batch.renderfarm().updatedAt(), eta.p50());
        assertThat(left.toMillis()).isCloseTo(31_000, within(2_000L));
        assertThat(eta.p90()).isAfter(eta.p50());
        assertThat(batch.renderfarm().course().forecasts()).isNull();
    }

    @Test
    void shouldGoByPicturesOfThatSizeAndStepsWhileItHasNoneOfItsOwn() {
        // Given: one worker, which has not rendered
        ledger.capacity.become(1, 0);
        ledger.secondsOfAPicture = 6;
        ledger.begin(BATCH, PICTURES, 3);
        // When
        ledger.pass(Duration.ofSeconds(2));
        ledger.send(rendered(ledger.dispatched().get(0)));
        ledger.pass(Duration.ofSeconds(2));
        // Then
        Batch batch = ledger.batch(BATCH);
        Eta eta = requireNonNull(batch.renderfarm().course().eta());
        assertThat(Duration.between(batch.renderfarm().updatedAt(), eta.p50()).toSeconds())
                .isCloseTo(6 * PICTURES, within(12L));
    }

    @Test
    void shouldScoreItsForecastsWhenItHasCompleted() {
        // Given
        begin();
        draw(20);
        // When
        ledger = ledger.restarted();
        ledger.capacity.become(1, 1);
        draw(PICTURES - 20);
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch ended = ledger.batch(BATCH);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.renderfarm().course().eta()).isNull();
        List<Forecast> forecasts = requireNonNull(ended.renderfarm().course().forecasts());
        assertThat(forecasts).extracting(Forecast::settledPercent).containsExactly(5, 25, 50, 75);
        assertThat(forecasts.get(3).held()).isTrue();
        assertThat(forecasts.get(0).held()).as("a minute's restart later").isFalse();
        assertThat(forecasts.get(0).lateSeconds()).isGreaterThan(30);
    }

    @Test
    void shouldForgetItsForecastsWhenItIsPaused() {
        // Given
        begin();
        draw(20);
        ledger.send(new BatchCommand.Pause(BATCH, Samples.START));
        ledger.tick();
        assertThat(ledger.batch(BATCH).renderfarm().course().eta()).isNull();
        // When
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        draw(PICTURES - 20);
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        assertThat(ledger.batch(BATCH).renderfarm().course().forecasts())
                .extracting(Forecast::settledPercent)
                .containsExactly(50, 75);
    }

    @Test
    void shouldTellNoMoreOftenThanCountsChange() {
        // Given
        begin();
        ledger.pass(Duration.ofSeconds(1));
        ledger.told();
        // When
        ledger.pass(Duration.ofSeconds(5));
        // Then
        assertThat(ledger.told()).isEmpty();
    }

    /** One worker that draws a picture a second. */
    private void begin() {
        ledger.capacity.become(1, 1);
        ledger.begin(BATCH, PICTURES, 3);
    }

    private void draw(int pictures) {
        for (int i = 0; i < pictures; i++) {
            ledger.pass(Duration.ofSeconds(1));
            queued.addAll(ledger.dispatched());
            ledger.send(rendered(queued.remove(0)));
        }
    }
}
