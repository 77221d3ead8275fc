package dev.renderfarm.common.api;

import dev.renderfarm.common.id.TenantName;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of one of its budgets a tenant has used.
 *
 * @param limit in pictures, seconds, money, batches or bytes, as the budget says
 * @param used in the same
 * @param share of the limit that is used: 1 is all of it
 * @param warnedAt the highest of 50, 80 and 100 percent that it has come to; null below
 * @param exhausted whether nothing more is had of it now
 * @param freesAt when the next day or month begins; null where it has neither
 */
public record BudgetView(
        TenantName tenant,
        BudgetKind budget,
        BigDecimal limit,
        BigDecimal used,
        double share,
        @Nullable Integer warnedAt,
        boolean exhausted,
        @Nullable Instant freesAt) {}
