package dev.renderfarm.coordinator.eta;

import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the time that a batch's work takes where nothing else comes into a forecast: what comes besides, stands still or
 * is tried again makes it longer, and by how much is learnt from the forecasts of batches that have ended. Each stage has
 * two factors; after each forecast a factor moves up where it was too small and down where it was not, by steps in such a
 * proportion that they balance where half of the forecasts, or nine of ten, hold. Safe for several threads.
 */
public final class ForecastCalibration {

    /** Steps of the logarithms. */
    private static final double STEP = 0.2;

    private static final double EVEN = 0.5;
    private static final double SURE = 0.9;
    private static final double WIDEST = Math.log(20);
    private static final double NARROWEST = Math.log(1.02);
    private static final double FARTHEST = Math.log(4);
    /** What a result, a record and a look take. */
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    /** Logarithms: of what p50 is of the plain time, and of what p90 is of p50. */
    private record Factors(double middle, double spread) {

        static final Factors FIRST = new Factors(0, Math.log(1.5));

        Factors after(boolean late, boolean held) {
            double more = late ? EVEN : EVEN - 1;
            double wider = held ? SURE - 1 : SURE;
            return new Factors(
                    clamp(middle + STEP / 2 * more, -FARTHEST, FARTHEST),
                    clamp(spread + STEP * wider, NARROWEST, WIDEST));
        }
    }

    private final Map<ForecastStage, Factors> factors = new EnumMap<>(ForecastStage.class);

    /**
     * @param alone how long its work takes where nothing else comes
     * @param settled of its pictures
     */
    public synchronized Eta eta(Duration alone, int settled, int total, Instant now) {
        ForecastStage stage = ForecastStage.reached(settled, total).orElse(ForecastStage.BEGUN);
        Factors learnt = factors.getOrDefault(stage, Factors.FIRST);
        double plain = alone.plus(AT_LEAST).toMillis();
        double middle = plain * Math.exp(learnt.middle());
        double late = middle * Math.exp(learnt.spread());
        return new Eta(now.plusMillis(Math.round(middle)), now.plusMillis(Math.round(late)));
    }

    /** @param scored of a batch that has ended */
    public synchronized void learn(List<Forecast> scored) {
        scored.forEach(this::learn);
    }

    /** Forgets what it has learnt, and learns from these. @param scored of batches that have ended, the earliest first */
    public synchronized void learnAnew(List<List<Forecast>> scored) {
        factors.clear();
        scored.forEach(this::learn);
    }

    private void learn(Forecast forecast) {
        Double late = forecast.lateSeconds();
        Boolean held = forecast.held();
        if (late != null && held != null) {
            ForecastStage.ofPercent(forecast.settledPercent())
                    .ifPresent(stage -> factors.merge(
                            stage,
                            Factors.FIRST.after(late > 0, held),
                            (before, first) -> before.after(late > 0, held)));
        }
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
