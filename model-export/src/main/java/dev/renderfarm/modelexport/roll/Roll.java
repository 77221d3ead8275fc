package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.rollout.Rollout;
import dev.renderfarm.modeldistribution.rollout.Rollouts;
import dev.renderfarm.modeldistribution.rollout.Rollouts.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rolls one package out. Who takes it stands in the bucket, what came of it in the workers' heartbeats: a roll that is
 * interrupted leaves both as they are, and whoever calls it again goes on.
 */
final class Roll {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Rollouts rollouts;
    private final FarmWorkers farm;
    private final RollTarget target;
    private final RollPace pace;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Consumer<String> news;

    Roll(
            Rollouts rollouts,
            FarmWorkers farm,
            RollTarget target,
            RollPace pace,
            Sleeper sleeper,
            InstantSource clock,
            Consumer<String> news) {
        this.rollouts = rollouts;
        this.farm = farm;
        this.target = target;
        this.pace = pace;
        this.sleeper = sleeper;
        this.clock = clock;
        this.news = news;
    }

    /** The package that is rolled out. */
    record RollTarget(PackageAddress address, ModelName model, String digest) {

        private boolean isOn(WorkerHeartbeat worker) {
            return worker.modelDigest().equals(digest);
        }
    }

    /**
     * Returns when all workers have it.
     *
     * @throws RollException where a worker does not come back with it, and the roll was put back; or where another one is
     *     under way
     */
    void run() throws InterruptedException {
        Optional<Revision> before = rollouts.latest();
        if (before.isEmpty()) {
            write(0, Rollout.ofAll(target.address()));
            news.accept("the first package of " + target.model() + ": workers take it when they start");
            return;
        }
        Rollout now = before.get().rollout();
        PackageAddress next = now.next();
        if (next == null && now.stable().equals(target.address())) {
            news.accept("all workers of " + target.model() + " take it already");
            return;
        }
        if (next != null && !next.equals(target.address())) {
            throw new RollException(
                    FailureCode.CONFLICT,
                    "another package is being rolled out, " + next + ": end that roll, or --abort");
        }
        Revision revision = before.get();
        List<Double> positions = present().stream()
                .map(worker -> Rollout.position(worker.workerId()))
                .toList();
        for (double share : positions.isEmpty() ? List.of(1.0) : pace.shares(positions)) {
            double reached = Math.max(share, next == null ? 0 : now.share());
            revision = write(revision.number(), new Rollout(now.stable(), target.address(), reached));
            step(revision, share == 1);
        }
        write(revision.number(), Rollout.ofAll(target.address()));
        news.accept("all workers of " + target.model() + " have it");
    }

    /** Puts the stable package back, where one is being rolled out. */
    static void putBack(Rollouts rollouts, FarmWorkers farm, RollTarget next, Consumer<String> news)
            throws InterruptedException {
        Revision revision = rollouts.latest()
                .filter(latest -> next.address().equals(latest.rollout().next()))
                .orElseThrow(() -> new RollException(FailureCode.CONFLICT, "that package is not being rolled out"));
        PackageAddress stable = revision.rollout().stable();
        if (rollouts.append(revision.number(), Rollout.ofAll(stable)).isEmpty()) {
            throw inTheWay();
        }
        for (WorkerView worker : farm.of(next.model())) {
            if (worker.live() && next.isOn(worker.heartbeat())) {
                farm.drain(worker.heartbeat().workerId());
                news.accept(worker.heartbeat().workerId() + " is asked to drain, to take " + stable + " again");
            }
        }
    }

    private void step(Revision revision, boolean last) throws InterruptedException {
        try {
            Map<WorkerId, Instant> asked = new HashMap<>();
            Set<WorkerId> ahead = new HashSet<>();
            for (WorkerHeartbeat worker : present()) {
                if (revision.rollout().takesNext(worker.workerId())) {
                    ahead.add(worker.workerId());
                    if (!target.isOn(worker)) {
                        farm.drain(worker.workerId());
                        asked.put(worker.workerId(), worker.startedAt());
                        news.accept(worker.workerId() + " is asked to drain");
                    }
                }
            }
            awaitBack(asked);
            if (!last) {
                awaitPictures(ahead);
            }
        } catch (RollException e) {
            putBack(rollouts, farm, target, news);
            throw new RollException(e.code(), e.getMessage() + "; the package before is put back");
        }
    }

    private void awaitBack(Map<WorkerId, Instant> asked) throws InterruptedException {
        Instant end = clock.instant().plus(pace.patience());
        Map<WorkerId, Instant> waiting = new HashMap<>(asked);
        while (!waiting.isEmpty()) {
            for (WorkerHeartbeat worker : present()) {
                Instant before = waiting.get(worker.workerId());
                if (before != null && worker.startedAt().isAfter(before) && isBack(worker)) {
                    waiting.remove(worker.workerId());
                    news.accept(worker.workerId() + " is ready with it");
                }
            }
            giveUpAfter(end, waiting.isEmpty(), waiting.keySet() + " did not come back");
        }
    }

    /** @throws RollException where it never will be */
    private boolean isBack(WorkerHeartbeat worker) {
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

    /** Each of them has to be there, ready, and to have drawn as many: one that has gone since has proven nothing. */
    private void awaitPictures(Set<WorkerId> ahead) throws InterruptedException {
        Instant end = clock.instant().plus(pace.patience());
        boolean proven = false;
        while (!proven) {
            boolean work = farm.haveWork(target.model());
            Set<WorkerId> unproven = new HashSet<>(ahead);
            for (WorkerHeartbeat worker : present()) {
                if (unproven.contains(worker.workerId()) && isProven(worker, work)) {
                    unproven.remove(worker.workerId());
                }
            }
            proven = unproven.isEmpty();
            giveUpAfter(end, proven, unproven + " did not render " + pace.pictures() + " pictures each");
        }
    }

    private boolean isProven(WorkerHeartbeat worker, boolean work) {
        return isBack(worker) && (!work || worker.rendered() >= pace.pictures());
    }

    private void giveUpAfter(Instant end, boolean done, String problem) throws InterruptedException {
        if (done) {
            return;
        }
        if (!clock.instant().isBefore(end)) {
            throw new RollException(
                    FailureCode.WORKER_LOST,
                    problem + " within " + pace.patience().toSeconds() + " s");
        }
        sleeper.sleep(LOOK);
    }

    private List<WorkerHeartbeat> present() throws InterruptedException {
        return farm.of(target.model()).stream()
                .filter(WorkerView::live)
                .map(WorkerView::heartbeat)
                .toList();
    }

    private Revision write(long number, Rollout rollout) {
        return rollouts.append(number, rollout).orElseThrow(Roll::inTheWay);
    }

    private static RollException inTheWay() {
        return new RollException(
                FailureCode.CONFLICT, "somebody else changes the roll of this model now: look at --status");
    }
}
