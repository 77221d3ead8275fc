package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PresetRequest;
import dev.renderfarm.coordinator.catalogue.PromptLibrary;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What lines ask for that are silent. */
@Path("/v1/presets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "PromptLibrary")
class PresetsResource {

    private final PromptLibrary catalogue;

    PresetsResource(PromptLibrary catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Operation(summary = "List the presets that a batch may name")
    public ListView<Preset> list() {
        return ListView.of(catalogue.presets(), Preset::name, false);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "A preset")
    public Preset get(@PathParam("name") String name) {
        return catalogue.preset(name).orElseThrow(() -> RequestRefusedException.notFound("there is no preset " + name));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a preset",
            description = "In the place of one of that name, be it of the farm's own; batches that were submitted keep "
                    + "what they had.")
    public Preset put(@PathParam("name") String name, @Nullable PresetRequest request) {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send description and fields");
        }
        return catalogue.putPreset(PromptLibrary.checkedName(name), request.description(), request.fields());
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Delete a preset",
            description = "One that was put here. 409 for those that come with the farm.")
    public DeletedEntry delete(@PathParam("name") String name) {
        catalogue.deletePreset(name);
        return new DeletedEntry(name, true);
    }
}
