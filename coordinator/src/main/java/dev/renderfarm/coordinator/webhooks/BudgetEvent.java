package dev.renderfarm.coordinator.webhooks;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.webhook.BudgetNotice;

/**
 * That a budget stands at a warning.
 *
 * @param id the same for as long as it is the same warning, whoever notices it
 */
public record BudgetEvent(String id, BudgetNotice notice) {

    public BudgetEvent {
        requireNonNull(id, "id is null");
        requireNonNull(notice, "notice is null");
    }
}
