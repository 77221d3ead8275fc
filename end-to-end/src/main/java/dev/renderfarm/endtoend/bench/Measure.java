package dev.renderfarm.endtoend.bench;

import dev.renderfarm.endtoend.budget.Better;
import dev.renderfarm.endtoend.budget.Figure;
import java.util.Comparator;

/**
 * What is measured. In a table, measures stand in the order of kinds and then of names.
 *
 * @param name of one figure among those of its kind, with the kind in it
 */
record Measure(Kind kind, String name) implements Comparable<Measure> {

    private static final Comparator<Measure> ORDER =
            Comparator.comparing(Measure::kind).thenComparing(Measure::name);

    /** Kinds of figures, in the order of a report. */
    enum Kind {
        BARE_SPEED("images/s", Better.MORE, Scale.TIMES_BARE, false),
        BARE_COST("CPU-ms a picture", Better.LESS, Scale.OVER_BARE, false),
        SPEED("images/s", Better.MORE, Scale.TIMES_BARE, false),
        SPEED_OVER_BARE("", Better.MORE, Scale.AS_IT_IS, true),
        DEVICE_SPEED("pictures/s", Better.MORE, Scale.AS_IT_IS, true),
        DEVICE_BUSY("", Better.MORE, Scale.AS_IT_IS, true),
        RATE("tasks/s", Better.MORE, Scale.TIMES_BARE, true),
        COST("CPU-ms a task", Better.LESS, Scale.OVER_BARE, true),
        THREADS("CPU-ms a task", Better.LESS, Scale.OVER_BARE, false),
        STAGE("ms a task", Better.LESS, Scale.OVER_BARE, false),
        MEMORY("MiB", Better.LESS, Scale.AS_IT_IS, true);

        private final String unit;
        private final Better better;
        private final Scale scale;
        private final boolean isBudgeted;

        Kind(String unit, Better better, Scale scale, boolean isBudgeted) {
            this.unit = unit;
            this.better = better;
            this.scale = scale;
            this.isBudgeted = isBudgeted;
        }
    }

    private enum Scale {
        AS_IT_IS,
        OVER_BARE,
        TIMES_BARE
    }

    String unit() {
        return kind.unit;
    }

    /** Whether a run that is worse in this fails. */
    boolean isBudgeted() {
        return kind.isBudgeted;
    }

    /** @param bareMillis what a picture of the bare loop took of the processor in the same run */
    Figure figure(double value, double bareMillis) {
        double comparable =
                switch (kind.scale) {
                    case AS_IT_IS -> value;
                    case OVER_BARE -> value / bareMillis;
                    case TIMES_BARE -> value * bareMillis;
                };
        return new Figure(name, kind.unit, kind.better, value, comparable);
    }

    @Override
    public int compareTo(Measure other) {
        return ORDER.compare(this, other);
    }
}
