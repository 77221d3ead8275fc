package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.id.TenantName;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which budgets tenants have. */
public final class TenantBudgets {

    /** Nobody has any. */
    public static final TenantBudgets NONE = new TenantBudgets(List.of(), Optional.empty());

    private static final String EVERYONE = "*";
    private static final Pattern OF_A_TENANT = Pattern.compile(
            "\\s*(\\*|" + TenantName.SYNTAX + ")\\s*:\\s*([a-z_]+)\\s*=\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*");

    private final Map<String, Map<BudgetKind, BigDecimal>> budgets = new HashMap<>();
    private final Optional<String> currency;

    /**
     * @param entries each as {@code NAME:BUDGET=LIMIT}; those of {@code *} are of every tenant that has none of its own of
     *     that kind
     * @param currency of the farm's prices
     * @throws IllegalArgumentException if an entry is not readable, says what another one has said, or is of money where the
     *     farm has no price
     */
    public TenantBudgets(List<String> entries, Optional<String> currency) {
        this.currency = currency;
        for (String entry : entries) {
            Matcher parts = OF_A_TENANT.matcher(entry);
            BudgetKind kind = parts.matches() ? BudgetKind.named(parts.group(2)).orElse(null) : null;
            if (kind == null) {
                throw wrong(
                        entry,
                        "write NAME:BUDGET=LIMIT, such as shop-a:completed_per_day=1000, with * for every"
                                + " tenant and one of the budgets " + kinds());
            }
            BigDecimal limit = new BigDecimal(parts.group(3));
            boolean whole = kind != BudgetKind.COST_PER_MONTH && kind != BudgetKind.DEVICE_SECONDS_PER_MONTH;
            if (whole && limit.stripTrailingZeros().scale() > 0) {
                throw wrong(entry, "write a whole number");
            }
            if (kind == BudgetKind.COST_PER_MONTH && currency.isEmpty()) {
                throw wrong(entry, "set renderfarm.prices.currency and a price, or there is no cost to count");
            }
            if (budgets.computeIfAbsent(parts.group(1), name -> new EnumMap<>(BudgetKind.class))
                            .put(kind, limit)
                    != null) {
                throw wrong(entry, "it says so twice: leave one out");
            }
        }
    }

    private static IllegalArgumentException wrong(String entry, String mend) {
        return new IllegalArgumentException("renderfarm.tenants.budgets has \"" + entry + "\": " + mend);
    }

    private static String kinds() {
        return Arrays.stream(BudgetKind.values()).map(BudgetKind::wireName).collect(Collectors.joining(", "));
    }

    boolean isEmpty() {
        return budgets.isEmpty();
    }

    /** Those that are named, whether or not they have had anything. */
    public Set<TenantName> named() {
        return budgets.keySet().stream()
                .filter(name -> !name.equals(EVERYONE))
                .map(TenantName::new)
                .collect(Collectors.toSet());
    }

    /** Limits of a tenant; what is not named is unlimited. */
    public Map<BudgetKind, BigDecimal> of(TenantName tenant) {
        Map<BudgetKind, BigDecimal> limits = new EnumMap<>(BudgetKind.class);
        limits.putAll(budgets.getOrDefault(EVERYONE, Map.of()));
        limits.putAll(budgets.getOrDefault(tenant.value(), Map.of()));
        return limits;
    }

    /** Of budgets of money; empty where there are none. */
    Optional<String> currency() {
        return currency;
    }
}
