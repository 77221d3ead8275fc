package dev.renderfarm.coordinator.fairness;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.ledger.decision.DispatchWindow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Workers of one model, their queue, and coordinators that own batches and hear of the others' late. Time is virtual: a
 * step is as long as the ledger's tick.
 */
final class SimulatedFarm {

    private static final double STEP = 0.1;
    private static final double LOOK_EVERY = 0.5;
    private static final double RETRY_AFTER = 2;
    private static final DispatchWindow WINDOW = new DispatchWindow(Duration.ofSeconds(30), 8, 4_000);
    private static final int SLOTS = 6;

    private record Told(double at, Contender contender, boolean open) {}

    /** A process: it knows its own batches by partition, and hears of others by a table that is told late. */
    private static final class Process {
        private final List<List<SimulatedBatch>> partitions = new ArrayList<>();
        private FarmShares shares;

        Process(int partitions, TenantWeights weights) {
            for (int i = 0; i < partitions; i++) {
                this.partitions.add(new ArrayList<>());
            }
            this.shares = new FarmShares(weights);
        }
    }

    private record Drawing(double until, double took, SimulatedBatch batch) {}

    private final Random random;
    private final TenantWeights weights;
    private final int workers;
    private final double latency;
    private final List<Process> processes = new ArrayList<>();
    private final List<SimulatedBatch> all = new ArrayList<>();
    private final Deque<SimulatedBatch> queue = new ArrayDeque<>();
    private final PriorityQueue<Drawing> drawing =
            new PriorityQueue<>((one, other) -> Double.compare(one.until(), other.until()));
    private final Deque<Told> underWay = new ArrayDeque<>();
    private final Map<BatchId, Contender> table = new HashMap<>();
    private final Map<String, Double> served = new TreeMap<>();
    private double now;
    private double idleSeconds;
    private long drawn;
    private int steps;

    /** @param latency of what a status tells, in seconds */
    SimulatedFarm(long seed, TenantWeights weights, int workers, int processes, int partitions, double latency) {
        this.random = new Random(seed);
        this.weights = weights;
        this.workers = workers;
        this.latency = latency;
        for (int i = 0; i < processes; i++) {
            this.processes.add(new Process(partitions, weights));
        }
    }

    /** The batch is kept by one of the partitions, by chance. */
    SimulatedBatch submit(SimulatedBatch.Plan plan) {
        SimulatedBatch batch = new SimulatedBatch(all.size(), plan.from(now));
        all.add(batch);
        List<List<SimulatedBatch>> partitions = processes.get(random.nextInt(processes.size())).partitions;
        partitions.get(random.nextInt(partitions.size())).add(batch);
        return batch;
    }

    /** A process forgets all that it has counted. */
    void restart(int process) {
        processes.get(process).shares = new FarmShares(weights);
    }

    void pass(double seconds) {
        for (double end = now + seconds; now < end; now += STEP, steps++) {
            work();
            if (steps % 3 == 0) {
                publish();
            }
            for (Process process : processes) {
                tick(process);
            }
        }
        all.forEach(batch -> batch.noteWait(now));
    }

    /** Until no batch that is meant has anything to give out. */
    void passWhile(Predicate<SimulatedFarm> condition) {
        while (condition.test(this)) {
            pass(STEP);
        }
    }

    Collection<SimulatedBatch> batches() {
        return all;
    }

    double now() {
        return now;
    }

    /** Seconds in which a worker had nothing to draw. */
    double idleSeconds() {
        return idleSeconds;
    }

    double deviceSeconds(String tenant) {
        return served.getOrDefault(tenant, 0.0);
    }

    /** Seconds that each batch takes where nothing else comes, as its coordinator tells. */
    Map<BatchId, Double> outlook() {
        Map<BatchId, Double> seconds = new HashMap<>();
        for (Process process : processes) {
            Map<BatchId, Double> told =
                    process.shares.outlook(SimulatedBatch.MODEL, window(), workers, now == 0 ? 0 : drawn / now);
            process.partitions.forEach(partition -> partition.stream()
                    .filter(batch -> told.containsKey(batch.id))
                    .forEach(batch -> seconds.put(batch.id, told.get(batch.id))));
        }
        return seconds;
    }

    int inFlight() {
        return all.stream().mapToInt(SimulatedBatch::inFlight).sum();
    }

    private void work() {
        double from = now;
        double until = now + STEP;
        for (double at = from; drawing.size() < workers && !queue.isEmpty(); ) {
            begin(at);
        }
        while (!drawing.isEmpty() && drawing.element().until() <= until) {
            Drawing done = drawing.remove();
            finish(done);
            if (!queue.isEmpty()) {
                begin(done.until());
            }
        }
        idleSeconds += (workers - drawing.size()) * STEP;
    }

    private void begin(double at) {
        SimulatedBatch batch = queue.remove();
        double took = batch.plan.cost() * random.nextDouble(0.8, 1.2);
        drawing.add(new Drawing(at + took, took, batch));
    }

    private void finish(Drawing done) {
        SimulatedBatch batch = done.batch();
        served.merge(batch.plan.tenant(), done.took(), Double::sum);
        drawn++;
        if (random.nextDouble() < batch.plan.failing()) {
            batch.failed(done.took(), now + RETRY_AFTER * random.nextDouble(1, 10));
        } else {
            batch.drawn(done.took());
        }
    }

    private void publish() {
        if (processes.size() == 1) {
            return;
        }
        all.stream()
                .filter(batch -> batch.isOpen() || table.containsKey(batch.id))
                .forEach(batch -> underWay.add(new Told(now + latency, batch.contender(), batch.isOpen())));
    }

    private void tick(Process process) {
        while (!underWay.isEmpty() && underWay.element().at() <= now) {
            Told told = underWay.remove();
            if (told.open()) {
                table.put(told.contender().batch(), told.contender());
            } else {
                table.remove(told.contender().batch());
            }
        }
        if (steps % (int) Math.round(LOOK_EVERY / STEP) == 0) {
            process.shares.hear(List.copyOf(table.values()));
        }
        process.partitions.forEach(partition -> tick(process.shares, partition));
    }

    private void tick(FarmShares shares, List<SimulatedBatch> partition) {
        Map<BatchId, SimulatedBatch> own = new LinkedHashMap<>();
        for (SimulatedBatch batch : partition) {
            double part = shares.share(SimulatedBatch.MODEL, new TenantName(batch.plan.tenant())) * window();
            while (batch.inFlight() < part && batch.giveAgain(now)) {
                queue.add(batch);
            }
            if (batch.isOpen()) {
                shares.tell(batch.contender());
                own.put(batch.id, batch);
            } else {
                shares.end(batch.id, batch.settled());
            }
        }
        partition.removeIf(batch -> !batch.isOpen());
        Map<BatchId, Integer> places =
                new LinkedHashMap<>(shares.places(SimulatedBatch.MODEL, window(), SimulatedBatch.instant(now)));
        places.keySet().retainAll(own.keySet());
        while (!places.isEmpty()) {
            places.replaceAll((id, left) -> give(requireNonNull(own.get(id)), left));
            places.values().removeIf(left -> left == 0);
        }
        own.values().forEach(batch -> shares.tell(batch.contender()));
    }

    private int give(SimulatedBatch batch, int left) {
        batch.give(now);
        queue.add(batch);
        return left - 1;
    }

    /** Pictures that may be in flight together now. */
    int window() {
        double rate = drawn == 0 || now == 0 ? 0 : drawn / now;
        return WINDOW.size(workers * SLOTS, rate);
    }
}
