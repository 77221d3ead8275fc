package dev.renderfarm.cli.api;

import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was had of the farm. Every method throws {@link FarmException} when it does not get what it asks for. */
public final class UsageQuestions {

    private final FarmClient farm;
    private final Map<String, String> parameters;

    /** @param parameters as the API takes them, without {@code page} */
    public UsageQuestions(FarmClient farm, Map<String, String> parameters) {
        this.farm = farm;
        this.parameters = new LinkedHashMap<>(parameters);
    }

    /** All pages as one. */
    public UsagePage all() throws InterruptedException {
        Map<String, String> asked = new LinkedHashMap<>(parameters);
        List<UsageBucket> buckets = new ArrayList<>();
        UsagePage page;
        do {
            page = farm.ask("/v1/usage" + query(asked), body -> Json.read(body, UsagePage.class));
            buckets.addAll(page.data());
            asked.put("page", String.valueOf(page.nextPage()));
        } while (page.nextPage() != null);
        return new UsagePage(buckets, false, null, page.budgets());
    }

    /** The same as a sheet. */
    public String sheet() throws InterruptedException {
        return farm.ask("/v1/usage.csv" + query(parameters), body -> body);
    }

    private static String query(Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
