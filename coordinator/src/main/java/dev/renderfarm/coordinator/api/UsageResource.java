package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.usage.UsageReports;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What tenants have had of the farm, and how they stand with their budgets. */
@Path("/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class UsageResource {

    private static final int DEFAULT_LIMIT = 31;

    private final UsageReports reports;

    UsageResource(UsageReports reports) {
        this.reports = reports;
    }

    @GET
    @Operation(
            summary = "What was had of the farm, by day, tenant, model and batch",
            description =
                    "In the envelope of OpenAI's usage. `completed` are pictures that were delivered, each once, as the "
                            + "manifests have them; `device_seconds` and `costs` are of failed and doubled attempts too. A page has "
                            + "`limit` buckets; where batches are told apart, the buckets of `limit` batches, the newest first, "
                            + "without those in which nothing was had. `budgets` are as they stand now.")
    public UsagePage get(
            @BeanParam UsageParameters asked,
            @Context RoutingContext exchange,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + UsageReports.MOST,
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "next_page of the page before", schema = @Schema(pattern = "\\S"))
                    @QueryParam("page")
                    @Nullable
                    String page) {
        return reports.page(asked.query(exchange), Parameters.limit(limit, DEFAULT_LIMIT, UsageReports.MOST), page)
                .orElseThrow(() -> RequestRefusedException.notFound(
                        "page", "page names nothing here: give the next_page of the page before, or leave it out"));
    }
}
