package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.api.BudgetView;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.fairness.Allowances;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How tenants stand with their budgets, and so what they may still have. Pictures that are in flight count as delivered
 * until they turn out otherwise, so that no more are than the day's budget has. Seconds, money and bytes are known when
 * they are spent: they are overrun by what is in flight. Before the first look nobody who has such a budget has anything
 * given out. Safe for several threads; looked at by one.
 */
public final class BudgetBook implements Allowances {

    private final TenantBudgets limits;
    private final InstantSource clock;
    private final Consumer<BudgetWarning> warned;
    private final BudgetWarnings warnings = new BudgetWarnings();
    private volatile @Nullable Map<TenantName, List<BudgetStanding>> standings;

    /** @param warned hears of each warning once, and of the latest once more after a restart */
    public BudgetBook(TenantBudgets limits, InstantSource clock, Consumer<BudgetWarning> warned) {
        this.limits = limits;
        this.clock = clock;
        this.warned = warned;
    }

    /** As those that give out pictures ask for it. */
    public Allowances allowances() {
        return limits.isEmpty() ? Allowances.UNLIMITED : this;
    }

    /** Which part of its budget of that kind the tenant has used; not a number where that is not known. */
    public double share(TenantName tenant, BudgetKind kind) {
        return views(tenant).stream()
                .filter(view -> view.budget() == kind)
                .mapToDouble(BudgetView::share)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Takes in what has been had by now. */
    public void look(FarmUsage usage) {
        if (limits.isEmpty()) {
            return;
        }
        LocalDate today = today();
        Set<TenantName> tenants = new HashSet<>(usage.tenants());
        tenants.addAll(limits.named());
        Map<TenantName, List<BudgetStanding>> present = new TreeMap<>(Comparator.comparing(TenantName::value));
        tenants.forEach(tenant -> present.put(tenant, standings(tenant, usage, today)));
        standings = present;
        warnings.due(present.values().stream().flatMap(Collection::stream).toList(), today)
                .forEach(warned);
    }

    private List<BudgetStanding> standings(TenantName tenant, FarmUsage usage, LocalDate today) {
        List<BudgetStanding> all = new ArrayList<>();
        limits.of(tenant).forEach((kind, limit) -> {
            @Nullable LocalDate from = from(kind, today);
            UsageSum sum = from == null ? UsageSum.NOTHING : usage.of(tenant, from, today.plusDays(1));
            BigDecimal used =
                    switch (kind) {
                        case COMPLETED_PER_DAY -> BigDecimal.valueOf(sum.completed());
                        case DEVICE_SECONDS_PER_MONTH -> sum.usage().deviceSeconds();
                        case COST_PER_MONTH -> sum.cost(limits.currency().orElse(""));
                        case OPEN_BATCHES -> BigDecimal.valueOf(usage.openBatches(tenant));
                        case IN_FLIGHT -> BigDecimal.valueOf(usage.inFlight(tenant));
                        case BYTES -> BigDecimal.valueOf(usage.bytes(tenant));
                    };
            all.add(new BudgetStanding(tenant, kind, limit, used, from));
        });
        return all;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** First day of what counts; null where that is what there is now. */
    private static @Nullable LocalDate from(BudgetKind kind, LocalDate today) {
        return switch (kind.period()) {
            case DAY -> today;
            case MONTH -> today.withDayOfMonth(1);
            case NONE -> null;
        };
    }

    @Override
    public int more(TenantName tenant, Claims claims) {
        if (limits.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        long more = Integer.MAX_VALUE;
        for (BudgetStanding standing : of(tenant)) {
            long left =
                    standing.left().min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
            more = Math.min(
                    more,
                    switch (standing.kind()) {
                        case COMPLETED_PER_DAY -> left - claims.inFlight() - claims.retrying() - claims.unheard();
                        case IN_FLIGHT -> limit(standing) - claims.inFlight();
                        case DEVICE_SECONDS_PER_MONTH, COST_PER_MONTH, BYTES ->
                            standing.isExhausted() ? 0 : Integer.MAX_VALUE;
                        case OPEN_BATCHES -> Integer.MAX_VALUE;
                    });
        }
        return (int) Math.max(0, more);
    }

    private static long limit(BudgetStanding standing) {
        return standing.limit().min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
    }

    @Override
    public Optional<Hindrance> hindrance(TenantName tenant) {
        return standings == null
                ? Optional.empty()
                : of(tenant).stream()
                        .filter(standing -> standing.kind().holdsUp() && standing.isExhausted())
                        .findFirst()
                        .map(standing -> new Hindrance(
                                WaitingCode.BUDGET,
                                standing.message(limits.currency().orElse(""))));
    }

    /** Its budget of that kind where it is used up, as far as is known. */
    Optional<BudgetStanding> exhausted(TenantName tenant, BudgetKind kind, int besides) {
        return standings == null
                ? Optional.empty()
                : of(tenant).stream()
                        .filter(standing -> standing.kind() == kind)
                        .map(standing -> standing.with(besides))
                        .filter(BudgetStanding::isExhausted)
                        .findFirst();
    }

    /** Of whoever has had nothing yet, all is left; before the first look nothing is. */
    private List<BudgetStanding> of(TenantName tenant) {
        Map<TenantName, List<BudgetStanding>> present = standings;
        List<BudgetStanding> known = present == null ? null : present.get(tenant);
        if (known != null) {
            return known;
        }
        LocalDate today = today();
        List<BudgetStanding> all = new ArrayList<>();
        limits.of(tenant).forEach((kind, limit) -> {
            BigDecimal used = present == null && kind.holdsUp() ? limit : BigDecimal.ZERO;
            all.add(new BudgetStanding(tenant, kind, limit, used, from(kind, today)));
        });
        return all;
    }

    /** All at which budgets stand, told or not; none before the first look. */
    public List<BudgetWarning> warnings() {
        Map<TenantName, List<BudgetStanding>> present = standings;
        return present == null
                ? List.of()
                : present.values().stream()
                        .flatMap(Collection::stream)
                        .flatMap(standing -> BudgetWarnings.of(standing, today()).stream())
                        .toList();
    }

    /** Of tenants that have any, in order; of all of them where none is named. */
    public List<BudgetView> views(@Nullable TenantName tenant) {
        Map<TenantName, List<BudgetStanding>> present = standings;
        return present == null
                ? List.of()
                : present.entrySet().stream()
                        .filter(entry -> tenant == null || entry.getKey().equals(tenant))
                        .flatMap(entry -> entry.getValue().stream())
                        .map(BudgetStanding::view)
                        .toList();
    }
}
