package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches that have had something of the farm. */
final class UsageBatches {

    static final ModelName TINY = new ModelName("tiny");
    static final TenantName SHOP = new TenantName("shop-a");
    static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    static final Instant MONDAY_NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final DevicePrice PRICE = new DevicePrice(new BigDecimal("3.6"), "EUR");

    /** How one is made: of {@code total} pictures, of which those of the days are completed and some in flight. */
    record Plan(
            BatchId id,
            BatchStatus status,
            TenantName tenant,
            ModelName model,
            Instant createdAt,
            int total,
            int inFlight,
            List<UsageDay> days) {

        static Plan of(String id, TenantName tenant, List<UsageDay> days) {
            int total = days.stream().mapToInt(UsageDay::completed).sum();
            return new Plan(new BatchId(id), BatchStatus.COMPLETED, tenant, TINY, MONDAY_NOON, total, 0, days);
        }

        Plan in(BatchStatus next, int all, int out) {
            return new Plan(id, next, tenant, model, createdAt, all, out, days);
        }

        Plan of(ModelName other) {
            return new Plan(id, status, tenant, other, createdAt, total, inFlight, days);
        }

        Plan at(Instant created) {
            return new Plan(id, status, tenant, model, created, total, inFlight, days);
        }

        Batch batch() {
            Usage usage = days.stream().map(UsageDay::usage).reduce(Usage.NONE, Usage::plus);
            int images = days.stream().mapToInt(UsageDay::images).sum();
            return batch(days.isEmpty() ? null : new BatchUsage(usage, images, PRICE.of(usage), days));
        }

        Batch batch(@Nullable BatchUsage usage) {
            int completed = days.stream().mapToInt(UsageDay::completed).sum();
            var progress = new FarmProgress(
                    1,
                    total - completed - inFlight,
                    inFlight,
                    0,
                    0,
                    42L,
                    3,
                    null,
                    createdAt,
                    InputRules.DEFAULT,
                    InputReport.NONE,
                    new Origin(createdAt, null, null, null, null, null),
                    null,
                    usage,
                    Terms.NONE,
                    null,
                    new Sharing(tenant, null),
                    Course.UNKNOWN,
                    Activity.NONE);
            return new Batch(
                    id,
                    "/v1/images/generations",
                    model,
                    null,
                    new FileId("file-1"),
                    "24h",
                    status,
                    null,
                    null,
                    createdAt,
                    createdAt,
                    createdAt.plusSeconds(86_400),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new RequestCounts(total, completed, 0),
                    Map.of(),
                    progress);
        }
    }

    /** Drawn once each, of ten bytes, at two seconds of a device for each, which cost two tenths of a cent. */
    static UsageDay day(LocalDate date, int completed) {
        Usage usage = new Usage(BigDecimal.valueOf(2L * completed), null);
        return new UsageDay(
                date,
                completed,
                completed,
                10L * completed,
                usage,
                PRICE.of(usage).amount());
    }

    private UsageBatches() {}
}
