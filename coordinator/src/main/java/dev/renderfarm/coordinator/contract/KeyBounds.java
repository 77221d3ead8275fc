package dev.renderfarm.coordinator.contract;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.access.KeyRequest;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What a request for a key may say, and how a key is sent. */
final class KeyBounds {

    private static final String SCHEME = "api_key";

    private final OpenAPI api;

    KeyBounds(OpenAPI api) {
        this.api = api;
    }

    void complete() {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        requireNonNull(schemas.get("KeyRequest"))
                .required(List.of("name", "role"))
                .addProperty(
                        "name",
                        Schemas.of(SchemaType.STRING)
                                .pattern("\\S")
                                .maxLength(KeyRequest.LONGEST_NAME)
                                .description("whose key it is, for people"))
                .addProperty("tenant", Schemas.orNull(Schemas.ref("TenantName")))
                .addProperty("role", Schemas.ref("Role"))
                .addProperty(
                        "expires_after",
                        Schemas.orNull(Schemas.whole(KeyRequest.SHORTEST, KeyRequest.LONGEST))
                                .description("seconds"));
        api.getComponents()
                .addSecurityScheme(
                        SCHEME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "an API key, `rf_…`, or a token of the issuer that the operator has named; neither is "
                                                + "needed at the farm's own machine"));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SCHEME))
                .addSecurityRequirement(OASFactory.createSecurityRequirement());
    }
}
