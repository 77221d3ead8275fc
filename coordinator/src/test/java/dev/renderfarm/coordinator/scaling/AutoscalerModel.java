package dev.renderfarm.coordinator.scaling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How KEDA and the HorizontalPodAutoscaler choose a number of pods, as their documentation has it: an external metric of
 * type AverageValue, a tolerance of a tenth, scaling up at once by the greater of doubling and four pods a minute,
 * scaling down to the greatest wish of the last five minutes and by half a minute at most; KEDA alone goes from 0 to 1,
 * and back after a cool-down.
 */
final class AutoscalerModel {

    static final int PERIOD_SECONDS = 15;

    private static final double TOLERANCE = 0.1;
    private static final int MINUTE = 60;

    /** @param target backlog in worker seconds of one pod */
    record Settings(double target, int max, int coolDownSeconds, int scaleDownSeconds) {}

    private record Moment(int second, int pods) {}

    private final Settings settings;
    private final Deque<Moment> wishes = new ArrayDeque<>();
    private final Deque<Moment> counts = new ArrayDeque<>();
    private int activeAt;

    AutoscalerModel(Settings settings) {
        this.settings = settings;
    }

    /** How many pods there shall be, asked every {@link #PERIOD_SECONDS}. */
    int pods(int second, int present, double backlog) {
        if (backlog > 0) {
            activeAt = second;
        }
        int wanted = present == 0
                ? backlog > 0 ? 1 : 0
                : backlog == 0 && present == 1 && second - activeAt >= settings.coolDownSeconds()
                        ? 0
                        : Math.max(1, behaved(second, present, wish(present, backlog)));
        counts.addLast(new Moment(second, wanted));
        forget(counts, second - MINUTE);
        return wanted;
    }

    private int wish(int present, double backlog) {
        double ratio = backlog / (settings.target() * present);
        int wish = Math.abs(ratio - 1) <= TOLERANCE ? present : (int) Math.ceil(backlog / settings.target());
        return Math.min(settings.max(), wish);
    }

    private int behaved(int second, int present, int wish) {
        wishes.addLast(new Moment(second, wish));
        forget(wishes, second - settings.scaleDownSeconds());
        int least = counts.stream().mapToInt(Moment::pods).min().orElse(present);
        int most = counts.stream().mapToInt(Moment::pods).max().orElse(present);
        if (wish > present) {
            return Math.min(wish, Math.max(least * 2, least + 4));
        }
        int stable = wishes.stream().mapToInt(Moment::pods).max().orElse(wish);
        return Math.min(present, Math.max(stable, (int) Math.ceil(most * 0.5)));
    }

    private static void forget(Deque<Moment> moments, int before) {
        while (!moments.isEmpty() && moments.getFirst().second() < before) {
            moments.removeFirst();
        }
    }
}
