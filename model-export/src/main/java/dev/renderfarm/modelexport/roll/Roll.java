package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.rollout.Rollout;
import dev.renderfarm.modeldistribution.rollout.Rollouts;
import dev.renderfarm.modeldistribution.rollout.Rollouts.Revision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Rolls one package out. Who takes it stands in the bucket, what came of it in the workers' heartbeats: a roll that is
 * interrupted leaves both as they are, and whoever calls it again goes on.
 */
final class Roll {

    private final Rollouts rollouts;
    private final Replacement replacement;
    private final RollPace pace;
    private final Packages packages;
    private final Consumer<String> news;

    /** Looks a published package up. */
    @FunctionalInterface
    interface Packages {

        RollTarget at(PackageAddress address);
    }

    Roll(Rollouts rollouts, Replacement replacement, RollPace pace, Packages packages, Consumer<String> news) {
        this.rollouts = rollouts;
        this.replacement = replacement;
        this.pace = pace;
        this.packages = packages;
        this.news = news;
    }

    /**
     * Returns when all workers have the package.
     *
     * @throws RollException where a worker does not come back with it, and the roll was put back; where the farm does not
     *     answer, and it was not; or where another one is under way
     */
    void to(PackageAddress address) throws InterruptedException {
        RollTarget target = packages.at(address);
        Optional<Revision> before = rollouts.latest();
        if (before.isEmpty()) {
            write(0, Rollout.ofAll(address));
            news.accept("the first package of " + target.model() + ": workers take it when they start");
            return;
        }
        Revision latest = before.get();
        PackageAddress next = latest.rollout().next();
        if (next == null && latest.rollout().stable().equals(address)) {
            putBack().run(latest, target);
            return;
        }
        if (next != null && !next.equals(address)) {
            throw new RollException(
                    FailureCode.CONFLICT,
                    "another package is being rolled out, " + next + ": end that roll, or --abort");
        }
        rollOut(latest, target);
    }

    /**
     * Returns when all workers have the stable package.
     *
     * @throws RollException where one does not come back with it, or the farm does not answer: call it again
     */
    void abort() throws InterruptedException {
        Revision latest = rollouts.latest().orElseThrow(RollException::neverRolled);
        putBack().run(latest, packages.at(latest.rollout().stable()));
    }

    private void rollOut(Revision latest, RollTarget target) throws InterruptedException {
        PackageAddress stable = latest.rollout().stable();
        boolean goesOn = latest.rollout().next() != null;
        double reached = goesOn ? latest.rollout().share() : 0;
        Map<WorkerId, Instant> away = goesOn ? awayIn(latest.rollout(), target) : Map.of();
        List<Double> positions = replacement.present(target.model()).stream()
                .map(worker -> Rollout.position(worker.workerId()))
                .toList();
        Revision revision = latest;
        for (double share : positions.isEmpty() ? List.of(1.0) : pace.shares(positions)) {
            revision = write(revision.number(), new Rollout(stable, target.address(), Math.max(share, reached)));
            try {
                step(revision.rollout(), target, away);
            } catch (RollException e) {
                throw afterPutBack(e, revision);
            }
            away = Map.of();
        }
        write(revision.number(), Rollout.ofAll(target.address()));
        news.accept("all workers of " + target.model() + " have it");
    }

    /** Whom an interrupted roll may have drained: they shall come back as if it had not been. */
    private Map<WorkerId, Instant> awayIn(Rollout rollout, RollTarget target) throws InterruptedException {
        return replacement.awayOf(target.model()).entrySet().stream()
                .filter(worker -> rollout.takesNext(worker.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void step(Rollout rollout, RollTarget target, Map<WorkerId, Instant> away) throws InterruptedException {
        Set<WorkerId> ahead = replacement.present(target.model()).stream()
                .map(WorkerHeartbeat::workerId)
                .filter(rollout::takesNext)
                .collect(Collectors.toSet());
        Map<WorkerId, Instant> lives = new HashMap<>(away);
        lives.putAll(
                replacement.drain(worker -> ahead.contains(worker.workerId()) && !target.isOn(worker), target.model()));
        replacement.awaitBack(lives, target);
        if (rollout.share() < 1) {
            replacement.awaitPictures(ahead, pace.pictures(), target);
        }
    }

    /** What to tell of a step that failed, once the stable package is back where it can be. */
    private RollException afterPutBack(RollException cause, Revision revision) throws InterruptedException {
        if (cause.code() == FailureCode.FARM_UNREACHABLE) {
            return cause.and("nothing is put back: call it again to go on, or --abort");
        }
        news.accept(cause.getMessage() + ": the package before is put back");
        try {
            putBack().run(revision, packages.at(revision.rollout().stable()));
            return cause.and("the package before is put back");
        } catch (RollException e) {
            return cause.and("the package before is not back with all workers: " + e.getMessage()
                    + "; call --abort to try that again");
        }
    }

    private PutBack putBack() {
        return new PutBack(rollouts, replacement, pace, news);
    }

    private Revision write(long number, Rollout rollout) {
        return rollouts.append(number, rollout).orElseThrow(RollException::inTheWay);
    }
}
