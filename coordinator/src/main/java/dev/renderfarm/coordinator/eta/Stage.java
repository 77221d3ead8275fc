package dev.renderfarm.coordinator.eta;

import java.util.Optional;

/** How far a batch has come where it is noted what is expected of it. */
public enum Stage {
    BEGUN(5),
    QUARTER(25),
    HALF(50),
    THREE_QUARTERS(75);

    private final int percent;

    Stage(int percent) {
        this.percent = percent;
    }

    /** Of its pictures that are settled, at least. */
    public int percent() {
        return percent;
    }

    /** The last one that was reached; empty before the first. */
    public static Optional<Stage> reached(int settled, int total) {
        Optional<Stage> last = Optional.empty();
        for (Stage stage : values()) {
            if (total > 0 && 100L * settled >= (long) stage.percent * total) {
                last = Optional.of(stage);
            }
        }
        return last;
    }

    static Optional<Stage> ofPercent(int percent) {
        for (Stage stage : values()) {
            if (stage.percent == percent) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
