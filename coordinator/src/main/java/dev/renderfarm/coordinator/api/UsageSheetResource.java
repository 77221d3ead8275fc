package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.usage.UsageCsv;
import dev.renderfarm.coordinator.usage.UsageQuery;
import dev.renderfarm.coordinator.usage.UsageReports;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What tenants have had of the farm, for a spreadsheet. */
@Path("/v1/usage.csv")
@Produces("text/csv")
@Tag(name = "Usage")
class UsageSheetResource {

    /** Rows of a sheet, which is made in memory. */
    private static final int MOST_ROWS = 200_000;

    private final UsageReports reports;

    UsageSheetResource(UsageReports reports) {
        this.reports = reports;
    }

    @GET
    @Operation(
            summary = "The same as a sheet, whole",
            description = "A row for each result, and no budgets. At most 200,000 rows.")
    @APIResponse(responseCode = "200", description = "rows", content = @Content(mediaType = "text/csv"))
    public Response csv(
            @BeanParam UsageParameters asked, @Context RoutingContext exchange, @Context HttpServerRequest request) {
        UsageQuery query = asked.query(exchange);
        byte[] csv = csv(query).getBytes(StandardCharsets.UTF_8);
        return Download.of(
                        request,
                        () -> new ByteArrayInputStream(csv),
                        "text/csv",
                        "usage-" + query.from() + "-" + query.to() + ".csv")
                .build();
    }

    private String csv(UsageQuery query) {
        StringBuilder csv = new StringBuilder(UsageCsv.HEADER);
        int rows = 0;
        @Nullable String next = null;
        do {
            UsagePage page = reports.page(query, UsageReports.MOST, next).orElseThrow();
            rows += page.data().stream()
                    .mapToInt(bucket -> bucket.results().size())
                    .sum();
            if (rows > MOST_ROWS) {
                throw RequestRefusedException.invalid(
                        "group_by",
                        "the sheet would have more than " + MOST_ROWS + " rows: ask for less time, or tell less apart");
            }
            csv.append(UsageCsv.rows(page));
            next = page.nextPage();
        } while (next != null);
        return csv.toString();
    }
}
