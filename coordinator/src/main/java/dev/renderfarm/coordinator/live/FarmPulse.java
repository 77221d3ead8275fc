package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.FarmState;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.worker.WorkerState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The farm at a glance. Safe for several threads. */
public final class FarmPulse {

    private final Supplier<List<WorkerView>> workers;
    private final Supplier<? extends Collection<Batch>> open;
    private final FarmCurve curve;
    private final FarmDay day;

    /** @param open the batches that have not ended */
    public FarmPulse(
            Supplier<List<WorkerView>> workers,
            Supplier<? extends Collection<Batch>> open,
            FarmCurve curve,
            FarmDay day) {
        this.workers = workers;
        this.open = open;
        this.curve = curve;
        this.day = day;
    }

    /** @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batches cannot be read now */
    public FarmView view() {
        return view(curve.view(), day.view().orElse(null));
    }

    FarmView withoutCurve() {
        return view(null, null);
    }

    List<WorkerView> workers() {
        return workers.get();
    }

    private FarmView view(FarmView.@Nullable Curve lastHour, FarmView.@Nullable Today today) {
        List<WorkerView> live = workers.get().stream().filter(WorkerView::live).toList();
        Collection<Batch> batches = open.get();
        long waiting = batches.stream()
                .mapToLong(batch -> batch.renderfarm().waiting())
                .sum();
        long paused = batches.stream()
                .filter(batch -> batch.renderfarm().isPaused())
                .mapToLong(batch -> batch.renderfarm().waiting())
                .sum();
        long inFlight = batches.stream()
                .mapToLong(batch -> batch.renderfarm().inFlight())
                .sum();
        double speed = live.stream()
                .mapToDouble(worker -> worker.heartbeat().imagesPerSecond())
                .sum();
        FarmView.Workers counts = counts(live);
        long wanted = waiting - paused + inFlight;
        return new FarmView(
                state(counts, wanted, paused),
                counts,
                speed,
                busyRatio(live),
                batches.size(),
                waiting,
                paused,
                inFlight,
                speed > 0 && wanted > 0 ? wanted / speed : null,
                lastHour,
                eta(batches),
                today);
    }

    /** By chances that are not independent, so that the worst of all is not worse than the worst of one. */
    private static @Nullable Eta eta(Collection<Batch> open) {
        List<FarmProgress> going = open.stream()
                .map(Batch::renderfarm)
                .filter(progress -> progress.inFlight() > 0 || (progress.waiting() > 0 && !progress.isHeld()))
                .toList();
        List<Eta> etas = going.stream()
                .map(progress -> progress.course().eta())
                .filter(Objects::nonNull)
                .toList();
        if (etas.isEmpty() || etas.size() < going.size()) {
            return null;
        }
        return new Eta(
                etas.stream().map(Eta::p50).max(Comparator.naturalOrder()).orElseThrow(),
                etas.stream().map(Eta::p90).max(Comparator.naturalOrder()).orElseThrow());
    }

    private static @Nullable Double busyRatio(List<WorkerView> live) {
        return live.isEmpty()
                ? null
                : live.stream().mapToDouble(FarmPulse::busyRatio).average().orElseThrow();
    }

    /** What a device worked is told of the time in which a picture waited for it: without one it is idle. */
    private static double busyRatio(WorkerView worker) {
        Double ratio = worker.heartbeat().deviceBusyRatio();
        return ratio == null || worker.heartbeat().tasksHeld().isEmpty() ? 0 : ratio;
    }

    private static FarmState state(FarmView.Workers workers, long wanted, long paused) {
        if (workers.busy() > 0) {
            return FarmState.RENDERING;
        }
        if (wanted == 0) {
            return paused == 0 ? FarmState.IDLE : FarmState.PAUSED;
        }
        return workers.live() == 0 ? FarmState.NO_WORKERS : FarmState.WAITING;
    }

    private static FarmView.Workers counts(List<WorkerView> live) {
        return new FarmView.Workers(
                live.size(),
                count(live, WorkerState.STARTING),
                count(live, WorkerState.READY),
                count(live, WorkerState.SET_ASIDE),
                count(live, WorkerState.DRAINING),
                (int) live.stream()
                        .filter(worker -> !worker.heartbeat().tasksHeld().isEmpty())
                        .count());
    }

    private static int count(List<WorkerView> live, WorkerState state) {
        return (int) live.stream()
                .filter(worker -> worker.heartbeat().state() == state)
                .count();
    }
}
