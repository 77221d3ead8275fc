package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.audit.AuditTrail;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
class AuditResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @Operation(
            summary = "Who did what to what, when and from where, the newest first",
            description =
                    "Everything that was to change something, done or refused, of those who got in; among the last 100,000 "
                            + "entries. The topic `renderfarm.audit` has all of a year. Neither prompts nor keys stand in it.")
    public ListView<AuditEntry> list(
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
            @Parameter(
                            description = "only what this tenant's keys did",
                            schema = @Schema(implementation = TenantName.class))
                    @QueryParam("tenant")
                    @Nullable
                    String tenant) {
        int asked = Parameters.limit(limit, DEFAULT_LIMIT, MOST);
        return new ListView<>(trail.newest(parsed(tenant), asked), null, null, false);
    }

    private static @Nullable TenantName parsed(@Nullable String tenant) {
        try {
            return tenant == null ? null : new TenantName(tenant);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("tenant", String.valueOf(e.getMessage()));
        }
    }
}
