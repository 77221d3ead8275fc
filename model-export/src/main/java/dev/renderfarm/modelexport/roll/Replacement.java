package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Replaces lives of workers by others, which take the package that the bucket gives them then. */
final class Replacement {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final FarmWorkers farm;
    private final Duration patience;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Consumer<String> news;

    /** @param patience with a worker, until it is there again */
    Replacement(FarmWorkers farm, Duration patience, Sleeper sleeper, InstantSource clock, Consumer<String> news) {
        this.farm = farm;
        this.patience = patience;
        this.sleeper = sleeper;
        this.clock = clock;
        this.news = news;
    }

    List<WorkerHeartbeat> present(ModelName model) throws InterruptedException {
        return farm.of(model).stream()
                .filter(WorkerView::live)
                .map(WorkerView::heartbeat)
                .toList();
    }

    /** Those that ended so lately that they may be on their way back, each with the start of its last life. */
    Map<WorkerId, Instant> awayOf(ModelName model) throws InterruptedException {
        Instant earliest = clock.instant().minus(patience);
        Map<WorkerId, Instant> away = new HashMap<>();
        for (WorkerView worker : farm.of(model)) {
            if (!worker.live() && worker.heartbeat().sentAt().isAfter(earliest)) {
                away.put(worker.heartbeat().workerId(), worker.heartbeat().startedAt());
            }
        }
        return away;
    }

    /** @return who was asked to drain, each with the start of the life that is to end */
    Map<WorkerId, Instant> drain(Predicate<WorkerHeartbeat> concerned, ModelName model) throws InterruptedException {
        Map<WorkerId, Instant> asked = new HashMap<>();
        for (WorkerHeartbeat worker : present(model)) {
            if (concerned.test(worker)) {
                farm.drain(worker.workerId());
                asked.put(worker.workerId(), worker.startedAt());
                news.accept(worker.workerId() + " is asked to drain");
            }
        }
        return asked;
    }

    /**
     * Returns when each has begun another life and is ready with the package.
     *
     * @throws RollException where one will not be, or is not in time
     */
    void awaitBack(Map<WorkerId, Instant> lives, RollTarget target) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        Map<WorkerId, Instant> waiting = new HashMap<>(lives);
        while (!waiting.isEmpty()) {
            for (WorkerHeartbeat worker : present(target.model())) {
                Instant before = waiting.get(worker.workerId());
                if (before != null && worker.startedAt().isAfter(before) && isReady(worker, target)) {
                    waiting.remove(worker.workerId());
                    news.accept(worker.workerId() + " is ready with it");
                }
            }
            giveUpAfter(end, waiting.isEmpty(), waiting.keySet() + " did not come back");
        }
    }

    /**
     * Returns when each is there, ready, and has drawn so many pictures, or nothing waits: one that has gone since has
     * proven nothing.
     */
    void awaitPictures(Set<WorkerId> workers, int pictures, RollTarget target) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        boolean proven = false;
        while (!proven) {
            boolean work = farm.haveWork(target.model());
            Set<WorkerId> unproven = new HashSet<>(workers);
            for (WorkerHeartbeat worker : present(target.model())) {
                boolean enough = !work || worker.rendered() >= pictures;
                if (unproven.contains(worker.workerId()) && isReady(worker, target) && enough) {
                    unproven.remove(worker.workerId());
                }
            }
            proven = unproven.isEmpty();
            giveUpAfter(end, proven, unproven + " did not render " + pictures + " pictures each");
        }
    }

    /** @throws RollException where it never will be */
    private static boolean isReady(WorkerHeartbeat worker, RollTarget target) {
        if (!target.isOn(worker)) {
            throw new RollException(
                    FailureCode.CONFLICT,
                    worker.workerId() + " came back with " + worker.modelDigest()
                            + ": its package must be the address of the model, not of one package");
        }
        WorkerProblem problem = worker.problem();
        if (worker.state() == WorkerState.SET_ASIDE && problem != null && !passes(problem)) {
            throw new RollException(problem.code(), worker.workerId() + " is set aside: " + problem.detail());
        }
        return worker.state() == WorkerState.READY;
    }

    private static boolean passes(WorkerProblem problem) {
        return problem.code() == FailureCode.STORAGE_UNAVAILABLE;
    }

    private void giveUpAfter(Instant end, boolean done, String problem) throws InterruptedException {
        if (done) {
            return;
        }
        if (!clock.instant().isBefore(end)) {
            throw new RollException(FailureCode.WORKER_LOST, problem + " within " + patience.toSeconds() + " s");
        }
        sleeper.sleep(LOOK);
    }
}
