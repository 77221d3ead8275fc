package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.modeldistribution.rollout.Rollout;
import dev.renderfarm.modeldistribution.rollout.Rollouts;
import dev.renderfarm.modeldistribution.rollout.Rollouts.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Has all workers take the stable package again. Who has another one follows from heartbeats, so that it can be called
 * again wherever it was interrupted.
 */
final class PutBack {

    private final Rollouts rollouts;
    private final Replacement replacement;
    private final RollPace pace;
    private final Consumer<String> news;

    PutBack(Rollouts rollouts, Replacement replacement, RollPace pace, Consumer<String> news) {
        this.rollouts = rollouts;
        this.replacement = replacement;
        this.pace = pace;
        this.news = news;
    }

    /**
     * Ends the roll that is under way, if one is, and replaces those that have not the stable package, a quarter of them
     * at a time. One that does not come back keeps no other from it.
     *
     * @param latest as {@link Rollouts#latest} tells it
     * @param stable the stable package of it
     * @throws RollException at the end, where some did not come back with it
     */
    void run(Revision latest, RollTarget stable) throws InterruptedException {
        if (latest.rollout().next() != null
                && rollouts.append(latest.number(), Rollout.ofAll(stable.address()))
                        .isEmpty()) {
            throw RollException.inTheWay();
        }
        Predicate<WorkerHeartbeat> others = worker -> !stable.isOn(worker);
        List<Double> positions = replacement.present(stable.model()).stream()
                .filter(others)
                .map(worker -> Rollout.position(worker.workerId()))
                .toList();
        RollException first = null;
        for (double share : positions.isEmpty() ? List.<Double>of() : pace.shares(positions)) {
            try {
                Map<WorkerId, Instant> asked = replacement.drain(
                        others.and(worker -> Rollout.position(worker.workerId()) < share), stable.model());
                replacement.awaitBack(asked, stable);
            } catch (RollException e) {
                if (e.code() == FailureCode.FARM_UNREACHABLE) {
                    throw e;
                }
                news.accept(e.getMessage());
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        news.accept("all workers of " + stable.model() + " have " + stable.address());
    }
}
