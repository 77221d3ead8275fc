package dev.renderfarm.coordinator.scaling;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Workers in pods, second by second: each starts for a while, then draws one picture after the other, and once it is
 * told to stop finishes the picture in hand, unless its grace is over before.
 */
final class SimulatedPods {

    /** @param grace seconds between the word to stop and the kill */
    record Timing(int start, int picture, int grace) {}

    private static final int NOT_STOPPING = -1;

    private static final class Pod {
        private int startsIn;
        private int pictureLeft;
        private int graceLeft = NOT_STOPPING;

        Pod(int startsIn) {
            this.startsIn = startsIn;
        }

        boolean isStopping() {
            return graceLeft != NOT_STOPPING;
        }
    }

    private final Timing timing;
    private final List<Pod> pods = new ArrayList<>();
    private long waiting;
    private long busySeconds;
    private long idleSeconds;
    private int killed;
    private int turns;
    private boolean grew;

    SimulatedPods(Timing timing) {
        this.timing = timing;
    }

    void add(int pictures) {
        waiting += pictures;
    }

    /** Pods beyond the number are told to stop: those that start first, then whichever comes first, busy or not. */
    void scaleTo(int number) {
        if (number != present() && number > present() != grew) {
            grew = !grew;
            turns++;
        }
        while (present() < number) {
            pods.add(new Pod(timing.start()));
        }
        while (present() > number) {
            Pod one = pods.stream()
                    .filter(pod -> !pod.isStopping())
                    .max((a, b) -> Integer.compare(a.startsIn, b.startsIn))
                    .orElseThrow();
            one.graceLeft = timing.grace();
        }
    }

    void passASecond() {
        for (Iterator<Pod> all = pods.iterator(); all.hasNext(); ) {
            Pod pod = all.next();
            if (pod.startsIn > 0) {
                pod.startsIn--;
                idleSeconds++;
            } else {
                work(pod);
            }
            if (pod.isStopping() && (pod.pictureLeft == 0 || pod.graceLeft-- == 0)) {
                killed += pod.pictureLeft > 0 ? 1 : 0;
                waiting += pod.pictureLeft > 0 ? 1 : 0;
                all.remove();
            }
        }
    }

    private void work(Pod pod) {
        if (pod.pictureLeft == 0 && waiting > 0 && !pod.isStopping()) {
            waiting--;
            pod.pictureLeft = timing.picture();
        }
        if (pod.pictureLeft > 0) {
            pod.pictureLeft--;
            busySeconds++;
        } else {
            idleSeconds++;
        }
    }

    /** Those that are not to stop. */
    int present() {
        return (int) pods.stream().filter(pod -> !pod.isStopping()).count();
    }

    int ready() {
        return (int) pods.stream()
                .filter(pod -> !pod.isStopping() && pod.startsIn == 0)
                .count();
    }

    /** Pictures that are not done. */
    long backlog() {
        return waiting + pods.stream().filter(pod -> pod.pictureLeft > 0).count();
    }

    long busySeconds() {
        return busySeconds;
    }

    /** In which a pod was there and drew nothing. */
    long idleSeconds() {
        return idleSeconds;
    }

    /** Pictures in hand that were lost. */
    int killed() {
        return killed;
    }

    /** How often growing turned to shrinking or back. */
    int turns() {
        return turns;
    }
}
