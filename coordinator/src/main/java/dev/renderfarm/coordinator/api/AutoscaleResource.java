package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.scaling.Backlogs;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an autoscaler asks for. */
@Path("/v1/autoscale")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
class AutoscaleResource {

    private final ModelRegistry models;
    private final Backlogs backlogs;

    AutoscaleResource(ModelRegistry models, Backlogs backlogs) {
        this.models = models;
        this.backlogs = backlogs;
    }

    @GET
    @Operation(
            summary = "How much work waits for a model's workers",
            description = "Divide `backlog_worker_seconds` by the time in which all of it is to be done, and round up: "
                    + "so many workers are wanted. Every replica gives the same answer. `model` may be left out where the "
                    + "farm has only one.")
    public AutoscaleView get(@QueryParam("model") @Nullable String model) {
        return backlogs.of(asked(model).name());
    }

    private FarmModel asked(@Nullable String model) {
        if (model == null) {
            return models.only()
                    .orElseThrow(() -> RequestRefusedException.invalid(
                            "model", "name one of the farm's models: " + models.describe()));
        }
        return models.named(model)
                .orElseThrow(() -> new RequestRefusedException(
                        FailureCode.MODEL_NOT_FOUND, "model", models.describeMissing(model)));
    }
}
