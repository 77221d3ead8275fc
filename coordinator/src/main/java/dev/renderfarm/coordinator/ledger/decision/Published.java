package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.task.StoredImage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What everyone is told of a batch besides its tasks.
 *
 * @param sequence of the last status record
 * @param updatedAt of the last status record
 * @param waitingFor why it stands still; null while it moves
 * @param eta when it is expected to be done, as of the last status record; null where nobody can say
 * @param forecasts that are told, with how far they were off, once it has completed; null for none
 * @param drawing what came of it lately; null before its first picture
 * @param untold indexes of the pictures that were delivered since the last status record, in order; null for none
 */
record Published(
        long sequence,
        Instant updatedAt,
        @Nullable WaitingFor waitingFor,
        @Nullable Eta eta,
        @Nullable List<Forecast> forecasts,
        @Nullable Drawing drawing,
        @Nullable List<Integer> untold) {

    Published {
        forecasts = forecasts == null ? null : List.copyOf(forecasts);
        untold = untold == null || untold.isEmpty() ? null : List.copyOf(untold);
    }

    static Published first(Instant now) {
        return new Published(0, now, null, null, null, null, null);
    }

    Published next(Instant now, @Nullable Eta expected) {
        return new Published(sequence + 1, now, waitingFor, expected, forecasts, drawing, null);
    }

    Published waitingFor(@Nullable WaitingFor reason) {
        return new Published(sequence, updatedAt, reason, eta, forecasts, drawing, untold);
    }

    Published and(Forecast forecast) {
        return new Published(
                sequence,
                updatedAt,
                waitingFor,
                eta,
                Stream.concat(noted().stream(), Stream.of(forecast)).toList(),
                drawing,
                untold);
    }

    /** A batch that was held up is done later than was forecast, and nobody was wrong. */
    Published withoutForecasts() {
        return forecasts == null ? this : new Published(sequence, updatedAt, waitingFor, null, null, drawing, untold);
    }

    List<Forecast> noted() {
        return forecasts == null ? List.of() : forecasts;
    }

    List<Integer> delivered() {
        return untold == null ? List.of() : untold;
    }

    Published drawn(StoredImage image, int index, Instant now) {
        return new Published(
                sequence,
                updatedAt,
                waitingFor,
                eta,
                forecasts,
                Drawing.after(drawing, image, now),
                Stream.concat(delivered().stream(), Stream.of(index)).sorted().toList());
    }
}
