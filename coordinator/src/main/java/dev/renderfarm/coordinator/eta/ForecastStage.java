package dev.renderfarm.coordinator.eta;

import java.util.Optional;

/** How far a batch has come where it is noted what is expected of it. */
public enum ForecastStage {
    BEGUN(5),
    QUARTER(25),
    HALF(50),
    THREE_QUARTERS(75);

    private final int percent;

    ForecastStage(int percent) {
        this.percent = percent;
    }

    /** Of its pictures that are settled, at least. */
    public int percent() {
        return percent;
    }

    /** The last one that was reached; empty before the first. */
    public static Optional<ForecastStage> reached(int settled, int total) {
        Optional<ForecastStage> last = Optional.empty();
        for (ForecastStage stage : values()) {
            if (total > 0 && 100L * settled >= (long) stage.percent * total) {
                last = Optional.of(stage);
            }
        }
        return last;
    }

    static Optional<ForecastStage> ofPercent(int percent) {
        for (ForecastStage stage : values()) {
            if (stage.percent == percent) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
