package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.catalogue.TemplateRequest;
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

/** Prompts with places for what columns hold. */
@Path("/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "PromptLibrary")
class TemplatesResource {

    private final PromptLibrary catalogue;

    TemplatesResource(PromptLibrary catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Operation(summary = "List the prompt templates that a batch may name, in their newest versions")
    public ListView<PromptTemplate> list() {
        return ListView.of(catalogue.templates(), PromptTemplate::name, false);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "A prompt template: the newest, or a version of it by name@version")
    public PromptTemplate get(@PathParam("name") String name) {
        return catalogue
                .template(name)
                .orElseThrow(() -> RequestRefusedException.notFound("there is no template " + name));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a prompt template",
            description =
                    "As the next version of that name; earlier ones stay. Give `text`, or `parts`: subject, pose, "
                            + "light, style, quality.")
    public PromptTemplate put(@PathParam("name") String name, @Nullable TemplateRequest request) {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send text or parts");
        }
        try {
            return catalogue.putTemplate(name, request.named(PromptLibrary.checkedName(name)));
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("text", String.valueOf(e.getMessage()));
        }
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Delete a prompt template",
            description = "All versions that were put here. 409 for those that come with the farm.")
    public DeletedEntry delete(@PathParam("name") String name) {
        catalogue.deleteTemplate(name);
        return new DeletedEntry(name, true);
    }
}
