package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.DeletedWebhook;
import dev.renderfarm.common.api.DeliveryView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WebhookRequest;
import dev.renderfarm.common.api.WebhookView;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.webhooks.WebhookDesk;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Who is told by HTTP of what happens to batches. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
class WebhooksResource {

    private static final int DEFAULT_LIMIT = 100;

    private final WebhookDesk desk;

    WebhooksResource(WebhookDesk desk) {
        this.desk = desk;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(
            summary = "Register a webhook",
            description =
                    "From now on what happens to batches and budgets is sent to url, as Standard Webhooks 1.0 has it, in the form of "
                            + "OpenAI's events. The answer has the secret with which messages are signed; it is not shown "
                            + "again. 409 where the operator has set no secret for webhooks, or there are 100 of them.")
    public WebhookView create(@Nullable WebhookRequest request) throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send url as a JSON object");
        }
        return desk.create(request);
    }

    @GET
    @Operation(summary = "List the webhooks", description = "Oldest first, without their secrets.")
    public ListView<WebhookView> list() {
        return ListView.of(desk.list(), WebhookView::id, false);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A webhook")
    public WebhookView get(@PathParam("id") String id) {
        return desk.get(Parameters.webhookId(id));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a webhook", description = "What was not delivered yet is not sent any more.")
    public DeletedWebhook delete(@PathParam("id") String id) throws InterruptedException {
        WebhookId webhook = Parameters.webhookId(id);
        desk.delete(webhook);
        return new DeletedWebhook(webhook);
    }

    @POST
    @Path("/{id}/rotate")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(
            summary = "Give a webhook a new secret",
            description = "The answer has it. For a day the one before it signs too, so that the receiver may change.")
    public WebhookView rotate(@PathParam("id") String id) throws InterruptedException {
        return desk.rotate(Parameters.webhookId(id));
    }

    @POST
    @Path("/{id}/enable")
    @Operation(
            summary = "Have a webhook told again that was disabled",
            description = "One is disabled when its receiver answers 410. What happened meanwhile can be replayed. "
                    + "Repeating it changes nothing.")
    public WebhookView enable(@PathParam("id") String id) throws InterruptedException {
        return desk.enable(Parameters.webhookId(id));
    }

    @POST
    @Path("/{id}/test")
    @Operation(
            summary = "Send a test",
            description =
                    "A signed message of type renderfarm.webhook.test, once; what came of it is among the deliveries "
                            + "soon after.")
    public DeliveryView test(@PathParam("id") String id) throws InterruptedException {
        return DeliveryView.of(desk.test(Parameters.webhookId(id)));
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(
            summary = "What became of a webhook's deliveries",
            description = "Newest first: all that wait, and the latest that were delivered or given up.")
    public ListView<DeliveryView> deliveries(
            @PathParam("id") String id,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + Parameters.MAX_LIMIT,
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int most = Parameters.limit(limit, DEFAULT_LIMIT);
        return page(desk.deliveries(Parameters.webhookId(id), most + 1), most);
    }

    @POST
    @Path("/{id}/replay")
    @Operation(
            summary = "Send again",
            description =
                    "What was given up; with since all that happened since then and is settled. In the order in which "
                            + "it happened, with the ids that it had, up to 1,000. The answer is what was begun anew; has_more where "
                            + "there may be more.")
    public ListView<DeliveryView> replay(@PathParam("id") String id, @QueryParam("since") @Nullable String since)
            throws InterruptedException {
        List<WebhookDelivery> begun = desk.replay(Parameters.webhookId(id), Parameters.moment("since", since));
        return ListView.of(
                begun.stream().map(DeliveryView::of).toList(),
                DeliveryView::id,
                begun.size() == WebhookDesk.MOST_REPLAYED);
    }

    private static ListView<DeliveryView> page(List<WebhookDelivery> found, int most) {
        return ListView.of(
                found.stream().limit(most).map(DeliveryView::of).toList(), DeliveryView::id, found.size() > most);
    }
}
