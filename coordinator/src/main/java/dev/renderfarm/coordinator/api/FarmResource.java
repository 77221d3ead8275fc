package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.coordinator.live.FarmPulse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The farm at a glance. */
@Path("/v1/farm")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
class FarmResource {

    private final FarmPulse pulse;

    FarmResource(FarmPulse pulse) {
        this.pulse = pulse;
    }

    @GET
    @Operation(
            summary = "The farm at a glance",
            description =
                    "Its workers, what waits, how fast it goes, and a curve of the last hour in points of ten seconds, "
                            + "which begins anew where the coordinator does.")
    public FarmView farm() {
        return pulse.view();
    }
}
