package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was had of the farm in one bucket of time.
 *
 * @param tenant null where it is not grouped by it, as the next two
 * @param completed pictures that were delivered, each once, however often it was drawn
 * @param images pictures that were drawn and stored, doubled ones among them
 * @param bytes of the files of those that were delivered
 * @param usage of devices, of failed and doubled attempts too
 * @param costs one of each currency; empty where the farm had no price
 */
@JsonPropertyOrder({"object", "tenant", "model", "batch"})
public record UsageResult(
        @Nullable TenantName tenant,
        @Nullable ModelName model,
        @Nullable BatchId batch,
        long completed,
        long images,
        long bytes,
        @JsonUnwrapped Usage usage,
        List<Amount> costs) {

    public UsageResult {
        usage = usage == null ? Usage.NONE : usage;
        costs = costs == null ? List.of() : List.copyOf(costs);
    }

    @JsonProperty("object")
    public String object() {
        return "usage.result";
    }

    /**
     * Money, as OpenAI's costs have it.
     *
     * @param currency by ISO 4217
     */
    public record Amount(BigDecimal value, String currency) {

        public Amount {
            value = value.stripTrailingZeros();
            value = value.scale() < 0 ? value.setScale(0) : value;
        }
    }
}
