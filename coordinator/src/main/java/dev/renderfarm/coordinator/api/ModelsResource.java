package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.ModelView;
import dev.renderfarm.common.failure.FailureCode;
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

    ModelsResource(ModelRegistry models) {
        this.models = models;
    }

    @GET
    @Operation(
            summary = "List the models that a batch may ask for",
            description =
                    "`created` is 0: a model package has no date. `GET /v1/workers` tells who renders with a model.")
    public ListView<ModelView> list() {
        return ListView.of(models.all().stream().map(ModelsResource::view).toList(), ModelView::id, false);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A model that a batch may ask for")
    public ModelView get(@PathParam("id") String id) {
        return models.named(id)
                .map(ModelsResource::view)
                .orElseThrow(() ->
                        new RequestRefusedException(FailureCode.MODEL_NOT_FOUND, "model", models.describeMissing(id)));
    }

    private static ModelView view(FarmModel model) {
        return ModelView.of(model.name(), model.edits());
    }
}
