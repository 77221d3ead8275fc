package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.usage.BudgetBook;
import dev.renderfarm.coordinator.usage.TenantBudgets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells of each tenant that the settings name how much of its budgets is used; every series stands from the start. */
@Singleton
class BudgetMeters {

    void register(@Observes StartupEvent event, MeterRegistry meters, TenantBudgets limits, BudgetBook budgets) {
        limits.named().forEach(tenant -> limits.of(tenant).keySet().forEach(kind -> Gauge.builder(
                        "renderfarm.budget.used.ratio", budgets, all -> all.share(tenant, kind))
                .description("Part of a tenant's budget that is used: 1 is all of it")
                .tag("tenant", tenant.value())
                .tag("budget", kind.wireName())
                .register(meters)));
    }
}
