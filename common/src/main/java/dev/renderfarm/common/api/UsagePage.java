package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was had of the farm, in the envelope of OpenAI's usage: the answer of {@code GET /v1/usage}.
 *
 * @param nextPage what {@code page} takes for the next one; null on the last
 * @param budgets of tenants that have any, as they stand now, whatever time was asked for
 */
@JsonPropertyOrder("object")
public record UsagePage(
        List<UsageBucket> data, boolean hasMore, @Nullable String nextPage, List<BudgetView> budgets) {

    public UsagePage {
        data = List.copyOf(data);
        budgets = List.copyOf(budgets);
    }

    @JsonProperty("object")
    public String object() {
        return "page";
    }
}
