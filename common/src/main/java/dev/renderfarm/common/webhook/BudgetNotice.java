package dev.renderfarm.common.webhook;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.TenantName;

/**
 * That a tenant has used some part of a budget. How it stands since then {@code GET /v1/usage} tells.
 *
 * @param budget as the setting names its kind; a later release may have more of them
 * @param warnedAt percent of the limit: 50, 80 or 100
 */
public record BudgetNotice(TenantName tenant, String budget, int warnedAt) {

    public BudgetNotice {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(budget, "budget is null");
    }
}
