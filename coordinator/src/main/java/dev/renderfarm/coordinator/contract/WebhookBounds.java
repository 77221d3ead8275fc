package dev.renderfarm.coordinator.contract;

import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Makes the body that registers a webhook as narrow as what reads it. */
final class WebhookBounds {

    static void complete(Schema request) {
        List<Object> names = WebhookEvent.offered().stream()
                .<Object>map(WebhookEvent::wireName)
                .toList();
        String told = WebhookEvent.offered().stream()
                .map(event -> "* `" + event.wireName() + "`: " + event.description())
                .collect(Collectors.joining("\n"));
        request.required(List.of("url"))
                .addProperty(
                        "url",
                        Schemas.of(SchemaType.STRING)
                                .pattern("^[Hh][Tt][Tt][Pp][Ss]?://")
                                .maxLength(Webhook.LONGEST_URL)
                                .description("the receiver: https and a public address, unless the operator allows it"))
                .addProperty(
                        "events",
                        Schemas.orNull(Schemas.of(SchemaType.ARRAY)
                                .minItems(1)
                                .items(Schemas.of(SchemaType.STRING).enumeration(names))
                                .description("what happens to a batch or budget; all but `"
                                        + WebhookEvent.RENDERED.wireName() + "` where nothing is said:\n\n" + told)))
                .addProperty("tenant", Schemas.orNull(Schemas.ref("TenantName")));
    }

    private WebhookBounds() {}
}
