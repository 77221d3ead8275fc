package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.submission.BatchAdmission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Refuses a batch of a tenant that has as many open as its budget has, and a picture that somebody would wait for of one
 * whose batches stand still. What this process has opened counts at once; what others open at that moment may come on top.
 */
public final class BudgetedAdmission implements BatchAdmission {

    /** By then a batch that was opened was summed up, or has ended before it could be. */
    private static final Duration SUMMED_UP = Duration.ofSeconds(10);

    private record Opened(TenantName tenant, Instant at) {}

    private final BudgetBook budgets;
    private final FarmUsage usage;
    private final InstantSource clock;
    private final Map<BatchId, Opened> opened = new LinkedHashMap<>();

    public BudgetedAdmission(BudgetBook budgets, FarmUsage usage, InstantSource clock) {
        this.budgets = budgets;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public void check(BatchCommand.Submit command) {
        TenantName tenant = command.sharing().tenant();
        if (Lane.of(command.lane()) == Lane.INTERACTIVE) {
            budgets.hindrance(tenant).map(Hindrance::message).ifPresent(BudgetedAdmission::refuse);
            return;
        }
        budgets.exhausted(tenant, BudgetKind.OPEN_BATCHES, openedLately(tenant))
                .ifPresent(full ->
                        refuse("tenant " + tenant + " has " + full.used().toPlainString()
                                + " batches that have not ended, and its budget open_batches is "
                                + full.limit().toPlainString() + ": submit this one again when one of them has ended"));
    }

    private static void refuse(String message) {
        throw new RequestRefusedException(FailureCode.INSUFFICIENT_QUOTA, null, message);
    }

    @Override
    public synchronized void opened(BatchCommand.Submit command) {
        if (Lane.of(command.lane()) == Lane.BATCH) {
            opened.put(command.batchId(), new Opened(command.sharing().tenant(), clock.instant()));
        }
    }

    private synchronized int openedLately(TenantName tenant) {
        Instant since = clock.instant().minus(SUMMED_UP);
        opened.entrySet().removeIf(batch -> batch.getValue().at().isBefore(since) || usage.isOpen(batch.getKey()));
        return (int) opened.values().stream()
                .filter(batch -> batch.tenant().equals(tenant))
                .count();
    }
}
