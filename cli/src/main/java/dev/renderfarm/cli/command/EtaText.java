package dev.renderfarm.cli.command;

import dev.renderfarm.cli.progress.TimeText;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Forecasts in words. */
final class EtaText {

    /** For example {@code in 9 min, at 2026-01-02T12:30:00Z; in 14 min with a certainty of 90 %}. */
    static String of(Eta eta, Instant now) {
        return "in " + left(eta.p50(), now) + ", at " + eta.p50().truncatedTo(ChronoUnit.SECONDS) + "; in "
                + left(eta.p90(), now) + " with a certainty of 90 %";
    }

    /** For example {@code 9 min}. */
    static String left(Instant moment, Instant now) {
        return TimeText.about(Duration.between(now, moment));
    }

    /** For example {@code of 2026-01-02T12:00:00Z, at 25 %: 8 s late, within the 90 %}; empty before the end. */
    static Optional<String> howItTurnedOut(Forecast forecast) {
        Double late = forecast.lateSeconds();
        Boolean held = forecast.held();
        if (late == null || held == null) {
            return Optional.empty();
        }
        Duration off = Duration.ofMillis(Math.round(Math.abs(late) * 1_000));
        return Optional.of("of " + forecast.at().truncatedTo(ChronoUnit.SECONDS) + ", at " + forecast.settledPercent()
                + " %: " + TimeText.of(off) + (late > 0 ? " late" : " early")
                + (held ? ", within the 90 %" : ", beyond the 90 %"));
    }

    private EtaText() {}
}
