package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.ModelView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** OpenAI's Models: those that a batch may ask for, whether or not a worker of theirs is running. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
class ModelsResource {

    private final ModelRegistry models;
    private final FarmCapacity capacity;

    ModelsResource(ModelRegistry models, FarmCapacity capacity) {
        this.models = models;
        this.capacity = capacity;
    }

    @GET
    @Operation(
            summary = "List the models that a batch may ask for",
            description =
                    "`created` is 0: a model package has no date. `renderfarm` has its family, the sizes that it draws,"
                            + " its defaults and its samplers, and its `workers`: whether one is `ready`, `starting`,"
                            + " `set_aside` until something is mended, or there is `none`, how many there are of each,"
                            + " and what the ready ones draw in a second together. `GET /v1/workers` tells of each.")
    public ListView<ModelView> list() {
        return ListView.of(models.all().stream().map(this::view).toList(), ModelView::id, false);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A model that a batch may ask for")
    public ModelView get(@PathParam("id") String id) {
        return models.named(id)
                .map(this::view)
                .orElseThrow(() ->
                        new RequestRefusedException(FailureCode.MODEL_NOT_FOUND, "model", models.describeMissing(id)));
    }

    private ModelView view(FarmModel model) {
        Workforce workforce = capacity.workforce(model.name());
        return ModelView.of(
                model.manifest(),
                ModelView.ModelWorkers.of(
                        workforce.ready().size(),
                        workforce.starting(),
                        workforce.setAside(),
                        workforce.imagesPerSecond()));
    }
}
