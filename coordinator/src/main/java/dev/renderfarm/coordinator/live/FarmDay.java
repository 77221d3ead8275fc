package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came back from workers since the day began, by UTC. Of up to {@value #MOST_BATCHES} batches it is known what each
 * took, so that each is reckoned at its own price. Safe for several threads.
 */
public final class FarmDay {

    static final int MOST_BATCHES = 10_000;

    private final InstantSource clock;
    private final Function<BatchId, Optional<DevicePrice>> prices;
    private final Map<BatchId, Usage> usages = new HashMap<>();
    private final Map<BatchId, DevicePrice> knownPrices = new HashMap<>();
    private LocalDate day;
    private long rendered;
    private long firstTry;
    private long failed;
    private Usage usage = Usage.NONE;
    private boolean crowded;
    private boolean known;

    /** @param prices of batches; empty where the farm had none when the batch was validated */
    public FarmDay(InstantSource clock, Function<BatchId, Optional<DevicePrice>> prices) {
        this.clock = clock;
        this.prices = prices;
        this.day = today();
    }

    /** When the day began. */
    Instant begin() {
        return start(today());
    }

    /** @param at when the result was written; of a day before it is not counted */
    synchronized void add(Instant at, TaskResult result) {
        turn();
        if (at.isBefore(start(day))) {
            return;
        }
        result.outcome()
                .fold(
                        picture -> rendered(result),
                        failure -> failed(failure.code().isUnwanted()),
                        no -> null);
        Usage taken = result.usage();
        if (taken != null) {
            take(result.taskId().batchId(), taken);
        }
    }

    /** What was written of it before this process began has been read. */
    synchronized void beKnown() {
        known = true;
    }

    /** Empty until it is known. */
    synchronized Optional<FarmView.Today> view() {
        turn();
        return known
                ? Optional.of(new FarmView.Today(start(day), rendered, firstTry, failed, usage, cost()))
                : Optional.empty();
    }

    private @Nullable Void rendered(TaskResult result) {
        rendered++;
        firstTry += result.attempt() == 1 ? 1 : 0;
        return null;
    }

    private @Nullable Void failed(boolean unwanted) {
        failed += unwanted ? 0 : 1;
        return null;
    }

    private void take(BatchId batch, Usage taken) {
        usage = usage.plus(taken);
        if (usages.containsKey(batch) || usages.size() < MOST_BATCHES) {
            usages.merge(batch, taken, Usage::plus);
        } else {
            crowded = true;
        }
    }

    /** Null where some of it has no price, or there are two currencies: half a sum says nothing. */
    private @Nullable Cost cost() {
        BigDecimal amount = BigDecimal.ZERO;
        DevicePrice last = null;
        for (Map.Entry<BatchId, Usage> entry : usages.entrySet()) {
            DevicePrice price = price(entry.getKey());
            if (crowded || price == null || (last != null && !last.currency().equals(price.currency()))) {
                return null;
            }
            amount = amount.add(price.of(entry.getValue()).amount());
            last = price;
        }
        return last == null ? null : new Cost(amount, last);
    }

    /** A batch keeps the price that it has. */
    private @Nullable DevicePrice price(BatchId batch) {
        DevicePrice price = knownPrices.get(batch);
        if (price == null) {
            price = prices.apply(batch).orElse(null);
            if (price != null) {
                knownPrices.put(batch, price);
            }
        }
        return price;
    }

    private void turn() {
        LocalDate now = today();
        if (now.isAfter(day)) {
            day = now;
            usages.clear();
            knownPrices.clear();
            rendered = 0;
            firstTry = 0;
            failed = 0;
            usage = Usage.NONE;
            crowded = false;
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
