package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.coordinator.live.FailurePages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What went wrong on the farm lately. */
@Path("/v1/failures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
class FailuresResource {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;

    private final FailurePages failures;

    private final SeenTasks seen;

    FailuresResource(FailurePages failures, SeenTasks seen) {
        this.seen = seen;
        this.failures = failures;
    }

    @GET
    @Operation(
            summary = "List attempts that failed, newest first",
            description =
                    "Those that workers have reported since this coordinator began, the last 1,000, with what became "
                            + "of their tasks: one that failed may have been rendered since.")
    public ListView<FailureView> list(
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + MOST,
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = Parameters.AFTER) @QueryParam("after") @Nullable String after) {
        int asked = Parameters.limit(limit, DEFAULT_LIMIT, MOST);
        List<FailureView> found = failures.list(after, asked + 1, seen.now()).orElseThrow(Parameters::unknownAfter);
        return ListView.of(found.subList(0, Math.min(asked, found.size())), FailureView::id, found.size() > asked);
    }
}
