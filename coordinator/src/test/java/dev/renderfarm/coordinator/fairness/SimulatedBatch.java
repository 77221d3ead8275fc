package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A batch of a simulated farm, as its own coordinator knows it. Times are seconds. */
final class SimulatedBatch {

    static final ModelName MODEL = new ModelName("tiny");

    /** How a batch is made. */
    record Plan(String tenant, int pictures, double cost, int priority, int mostInFlight, double failing, double at) {

        static Plan of(String tenant, int pictures) {
            return new Plan(tenant, pictures, 1, 0, Integer.MAX_VALUE, 0, 0);
        }

        Plan costing(double seconds) {
            return new Plan(tenant, pictures, seconds, priority, mostInFlight, failing, at);
        }

        Plan ranked(int higher) {
            return new Plan(tenant, pictures, cost, higher, mostInFlight, failing, at);
        }

        Plan capped(int most) {
            return new Plan(tenant, pictures, cost, priority, most, failing, at);
        }

        Plan failing(double part) {
            return new Plan(tenant, pictures, cost, priority, mostInFlight, part, at);
        }

        Plan from(double second) {
            return new Plan(tenant, pictures, cost, priority, mostInFlight, failing, second);
        }
    }

    final BatchId id;
    final Plan plan;
    private final Queue<Double> retries = new PriorityQueue<>();
    private int fresh;
    private int inFlight;
    private int settled;
    private int pictures;
    private double deviceSeconds;
    private int failures;
    private @Nullable Double givenAt;
    private double longestWait;

    SimulatedBatch(int number, Plan plan) {
        this.id = new BatchId("batch_" + number);
        this.plan = plan;
        this.fresh = plan.pictures();
    }

    /** Gives a picture out that never was. */
    void give(double now) {
        noteWait(now);
        givenAt = now;
        fresh--;
        inFlight++;
        check();
    }

    boolean giveAgain(double now) {
        if (retries.isEmpty() || retries.element() > now || inFlight >= plan.mostInFlight()) {
            return false;
        }
        retries.remove();
        inFlight++;
        check();
        return true;
    }

    void drawn(double took) {
        deviceSeconds += took;
        inFlight--;
        pictures++;
        settled++;
    }

    void failed(double took, double again) {
        deviceSeconds += took;
        inFlight--;
        failures++;
        retries.add(again);
    }

    private void check() {
        if (inFlight > plan.mostInFlight() || fresh < 0) {
            throw new AssertionError(id + " has " + inFlight + " in flight of at most " + plan.mostInFlight());
        }
    }

    void noteWait(double now) {
        if (fresh > 0 && inFlight < plan.mostInFlight()) {
            double since = givenAt == null ? plan.at() : givenAt;
            longestWait = Math.max(longestWait, now - since);
        }
    }

    boolean isOpen() {
        return settled < plan.pictures();
    }

    boolean hasFresh() {
        return fresh > 0;
    }

    int settled() {
        return settled;
    }

    int inFlight() {
        return inFlight;
    }

    double deviceSeconds() {
        return deviceSeconds;
    }

    double longestWait() {
        return longestWait;
    }

    Contender contender() {
        return new Contender(
                id,
                MODEL,
                new TenantName(plan.tenant()),
                new Rank(plan.priority(), null, instant(plan.at())),
                fresh,
                retries.size(),
                inFlight,
                plan.pictures() - fresh,
                plan.mostInFlight(),
                new Spent(deviceSeconds, pictures, settled, failures));
    }

    static Instant instant(double second) {
        return Instant.EPOCH.plusMillis(Math.round(second * 1_000));
    }
}
