package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.UsageResult;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers what was had of the farm. Without batches out of the sums that are at hand; of batches out of the directory,
 * which is gone through from the newest on. Both are at most some seconds behind the ledger. Safe for several threads.
 */
public final class UsageReports {

    /** Buckets of a page, or batches of one that tells them apart. */
    public static final int MOST = 366;

    /** Results of a page, but for those of its last bucket: what one answer should hold in memory. */
    private static final int MOST_RESULTS = 20_000;

    private static final int BATCHES_AT_ONCE = 100;
    /** Batches that one page looks at: it may be short, even empty, and not be the last. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** A batch has nothing after its completion window, which is 30 days at most, and what is late of it. */
    private static final int LONGEST_LIFE = 32;

    /** Within a bucket; what is not told apart is null. */
    private record Part(
            @Nullable TenantName tenant,
            @Nullable ModelName model,
            @Nullable BatchId batch) {

        private static final Comparator<Part> IN_ORDER = Comparator.comparing(
                        (Part part) -> part.tenant == null ? "" : part.tenant.value())
                .thenComparing(part -> part.model == null ? "" : part.model.value())
                .thenComparing(part -> part.batch == null ? "" : part.batch.value());
    }

    private final OpenBatches looks;
    private final FarmUsage usage;
    private final BatchDirectory batches;
    private final BudgetBook budgets;

    /** @param looks that keep the usage up to date */
    public UsageReports(OpenBatches looks, FarmUsage usage, BatchDirectory batches, BudgetBook budgets) {
        this.looks = looks;
        this.usage = usage;
        this.batches = batches;
        this.budgets = budgets;
    }

    /**
     * @param limit buckets of the page, or batches where these are told apart
     * @param page where it goes on, as the page before says; null for the first
     * @return empty where the page is none
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batches cannot be read now
     */
    public Optional<UsagePage> page(UsageQuery query, int limit, @Nullable String page) {
        batches.counts(); // what was looked at a moment ago is no answer while the table cannot be read
        looks.all();
        return query.groups().contains(UsageQuery.Group.BATCH)
                ? ofBatches(query, limit, page)
                : ofSums(query, limit, page);
    }

    private Optional<UsagePage> ofSums(UsageQuery query, int limit, @Nullable String page) {
        UsageQuery asked = query;
        if (page != null) {
            Optional<LocalDate> from = UsageDates.day(page).filter(query::holds);
            if (from.isEmpty()) {
                return Optional.empty();
            }
            asked = query.from(from.get());
        }
        SortedMap<LocalDate, SortedMap<Part, UsageSum>> sums = new TreeMap<>();
        LocalDate end = asked.from();
        for (int i = 0; i < limit && end.isBefore(asked.to()); i++) {
            sums.put(asked.width().start(end), new TreeMap<>(Part.IN_ORDER));
            end = asked.width().next(asked.width().start(end));
        }
        UsageQuery part = end.isBefore(asked.to()) ? asked.to(end) : asked;
        usage.between(part.from(), part.to()).forEach((key, sum) -> {
            if (part.isOf(key.tenant(), key.model())) {
                add(sums, part, key.day(), new Part(key.tenant(), key.model(), null), sum);
            }
        });
        @Nullable LocalDate next = end.isBefore(asked.to()) ? end : null;
        int results = 0;
        for (Map.Entry<LocalDate, SortedMap<Part, UsageSum>> bucket : sums.entrySet()) {
            if (results > MOST_RESULTS) {
                next = bucket.getKey();
                break;
            }
            results += bucket.getValue().size();
        }
        SortedMap<LocalDate, SortedMap<Part, UsageSum>> told = next == null ? sums : sums.headMap(next);
        return Optional.of(answer(query, told, next == null ? null : next.toString()));
    }

    private Optional<UsagePage> ofBatches(UsageQuery query, int limit, @Nullable String page) {
        SortedMap<LocalDate, SortedMap<Part, UsageSum>> sums = new TreeMap<>();
        int found = 0;
        @Nullable BatchId after = page == null ? null : UsageDates.batch(page).orElse(null);
        if (page != null && after == null) {
            return Optional.empty();
        }
        boolean more = true;
        for (int looked = 0; more && found < limit && looked < MOST_LOOKED_AT; looked += BATCHES_AT_ONCE) {
            Optional<BatchDirectory.Page> next = batches.list(BATCHES_AT_ONCE, after);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            more = next.get().hasMore();
            for (Batch batch : next.get().batches()) {
                if (found == limit) {
                    more = true;
                    break;
                }
                after = batch.id();
                found += add(sums, query, batch) ? 1 : 0;
                if (day(batch.createdAt()).plusDays(LONGEST_LIFE).isBefore(query.from())) {
                    more = false;
                    break;
                }
            }
        }
        return Optional.of(answer(query, sums, more && after != null ? after.value() : null));
    }

    private static boolean add(SortedMap<LocalDate, SortedMap<Part, UsageSum>> sums, UsageQuery query, Batch batch) {
        TenantName tenant = batch.renderfarm().sharing().tenant();
        if (!query.isOf(tenant, batch.model())) {
            return false;
        }
        boolean[] any = new boolean[1];
        BatchDays.of(batch).forEach((day, sum) -> {
            if (query.holds(day)) {
                any[0] = true;
                add(sums, query, day, new Part(tenant, batch.model(), batch.id()), sum);
            }
        });
        return any[0];
    }

    private static void add(
            SortedMap<LocalDate, SortedMap<Part, UsageSum>> sums,
            UsageQuery query,
            LocalDate day,
            Part exactly,
            UsageSum sum) {
        var groups = query.groups();
        Part part = new Part(
                groups.contains(UsageQuery.Group.TENANT) ? exactly.tenant() : null,
                groups.contains(UsageQuery.Group.MODEL) ? exactly.model() : null,
                groups.contains(UsageQuery.Group.BATCH) ? exactly.batch() : null);
        sums.computeIfAbsent(query.width().start(day), start -> new TreeMap<>(Part.IN_ORDER))
                .merge(part, sum, UsageSum::plus);
    }

    private UsagePage answer(
            UsageQuery query, SortedMap<LocalDate, SortedMap<Part, UsageSum>> sums, @Nullable String next) {
        List<UsageBucket> buckets = new ArrayList<>();
        sums.forEach((start, parts) -> buckets.add(new UsageBucket(
                start(start),
                start(query.width().next(start)),
                parts.entrySet().stream()
                        .map(part -> result(part.getKey(), part.getValue()))
                        .toList())));
        return new UsagePage(buckets, next != null, next, budgets.views(query.tenant()));
    }

    private static UsageResult result(Part part, UsageSum sum) {
        return new UsageResult(
                part.tenant(),
                part.model(),
                part.batch(),
                sum.completed(),
                sum.images(),
                sum.bytes(),
                sum.usage(),
                sum.costs().entrySet().stream()
                        .map(cost -> new UsageResult.Amount(cost.getValue(), cost.getKey()))
                        .toList());
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
