package dev.renderfarm.coordinator.usage;

import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY;
import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY_NOON;
import static dev.renderfarm.coordinator.usage.UsageBatches.SHOP;
import static dev.renderfarm.coordinator.usage.UsageBatches.TINY;
import static dev.renderfarm.coordinator.usage.UsageBatches.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.fairness.Contender;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.Rank;
import dev.renderfarm.coordinator.fairness.Spent;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.usage.UsageBatches.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Batches of a tenant with a budget, on coordinators that give out what falls to them, and hear of everything a second
 * late. Time is virtual: a step is a tick of the ledger.
 */
class BudgetSharesTest {

    private static final int LIMIT = 500;
    private static final int HEARD_EVERY = 10;

    /** A batch as its own coordinator knows it. */
    private static final class Running {
        private final BatchId id;
        private final int total;
        private int given;
        private int retrying;
        private int inFlight;
        private int completed;
        private int failures;

        Running(int number, int total) {
            this.id = new BatchId("batch_" + number);
            this.total = total;
        }

        boolean isOpen() {
            return completed < total;
        }

        Contender contender() {
            return new Contender(
                    id,
                    TINY,
                    SHOP,
                    new Rank(0, null, MONDAY_NOON),
                    total - given,
                    retrying,
                    inFlight,
                    given,
                    Integer.MAX_VALUE,
                    new Spent(0, completed, completed, failures));
        }

        Batch status() {
            return Plan.of(id.value(), SHOP, completed == 0 ? List.of() : List.of(day(MONDAY, completed)))
                    .in(isOpen() ? BatchStatus.IN_PROGRESS : BatchStatus.COMPLETED, total, inFlight)
                    .batch();
        }
    }

    private static final class Process {
        private final FarmUsage usage = new FarmUsage(after -> {});
        private final BudgetBook budgets;
        private final FarmShares shares;
        private final List<Running> own = new ArrayList<>();

        Process() {
            var limits = new TenantBudgets(List.of("shop-a:completed_per_day=" + LIMIT), Optional.empty());
            budgets = new BudgetBook(limits, () -> MONDAY_NOON, warning -> {});
            shares = new FarmShares(TenantWeights.EQUAL, budgets.allowances());
        }

        void hear(List<Batch> all, List<Contender> contenders) {
            usage.begin(true);
            all.stream().filter(batch -> batch.status().isTerminal()).forEach(usage::ended);
            usage.done(
                    all.stream().filter(batch -> !batch.status().isTerminal()).toList());
            budgets.look(usage);
            shares.hear(contenders);
        }
    }

    /** Exactly so many on one coordinator; several may give out some more between two statuses. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 1, 0", "3, 1, 0", "4, 1, 0", "5, 2, 60", "6, 3, 60"})
    void shouldDeliverWhatTheDaysBudgetHasAndNoMore(long seed, int coordinators, int overrun) {
        // Given
        Random random = new Random(seed);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < coordinators; i++) {
            processes.add(new Process());
        }
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Running batch = new Running(i, i < 6 ? 20 : 400);
            all.add(batch);
            processes.get(i % coordinators).own.add(batch);
        }
        // When
        Instant now = MONDAY_NOON;
        for (int step = 0; step < 6_000; step++, now = now.plusMillis(100)) {
            if (step % HEARD_EVERY == 0) {
                List<Batch> statuses = all.stream().map(Running::status).toList();
                List<Contender> contenders = all.stream()
                        .filter(Running::isOpen)
                        .map(Running::contender)
                        .toList();
                processes.forEach(process -> process.hear(statuses, contenders));
            }
            for (Process process : processes) {
                draw(process, random);
                give(process, now);
            }
        }
        // Then
        int completed = all.stream().mapToInt(batch -> batch.completed).sum();
        assertThat(completed).isBetween(LIMIT, LIMIT + overrun);
        assertThat(all.stream().mapToInt(batch -> batch.inFlight).sum()).isZero();
        assertThat(processes.get(0).budgets.hindrance(SHOP)).isPresent();
    }

    /** Some of what is in flight, one of ten in vain. */
    private static void draw(Process process, Random random) {
        for (Running batch : process.own) {
            int out = batch.inFlight;
            for (int i = 0; i < out; i++) {
                if (random.nextInt(20) == 0) {
                    batch.inFlight--;
                    if (random.nextInt(10) == 0) {
                        batch.retrying++;
                        batch.failures++;
                    } else {
                        batch.completed++;
                    }
                }
            }
        }
    }

    private static void give(Process process, Instant now) {
        for (Running batch : process.own) {
            if (batch.isOpen()) {
                process.shares.tell(batch.contender());
            } else {
                process.shares.end(batch.id, batch.completed);
            }
        }
        for (Running batch : process.own) {
            while (batch.retrying > 0 && process.shares.mayRetry(batch.id, batch.inFlight, 64)) {
                process.shares.retried(batch.id);
                batch.retrying--;
                batch.inFlight++;
            }
        }
        process.own.stream().filter(Running::isOpen).forEach(batch -> process.shares.tell(batch.contender()));
        process.shares.places(TINY, 64, now).forEach((id, places) -> process.own.stream()
                .filter(batch -> batch.id.equals(id))
                .forEach(batch -> {
                    batch.given += places;
                    batch.inFlight += places;
                }));
        process.own.stream().filter(Running::isOpen).forEach(batch -> process.shares.tell(batch.contender()));
    }
}
