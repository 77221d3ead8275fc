package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the places want that pictures are delivered to. */
@Path("/v1/profiles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "PromptLibrary")
class ProfilesResource {

    private final DeliveryProfiles profiles;

    ProfilesResource(DeliveryProfiles profiles) {
        this.profiles = profiles;
    }

    @GET
    @Operation(
            summary = "List the delivery profiles that a line may name",
            description =
                    "With their rules, and where each rule comes from. Those of the operator's file go before those "
                            + "of the release.")
    public ListView<DeliveryProfile> list() {
        return ListView.of(profiles.all(), DeliveryProfile::name, false);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "A delivery profile")
    public DeliveryProfile get(@PathParam("name") String name) {
        return profiles.find(name)
                .orElseThrow(() -> RequestRefusedException.notFound("there is no delivery profile " + name));
    }
}
