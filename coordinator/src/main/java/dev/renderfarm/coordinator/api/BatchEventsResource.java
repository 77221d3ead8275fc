package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.config.ApiConfig;
import dev.renderfarm.coordinator.http.Leaving;
import dev.renderfarm.coordinator.http.NothingToFollowException;
import dev.renderfarm.coordinator.status.BatchFollower;
import dev.renderfarm.coordinator.status.StatusFeed;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Changes of a batch as server-sent events. */
@Path("/v1/batches/{id}/events")
@Tag(name = "Batches")
class BatchEventsResource {

    private final KnownBatches batches;
    private final StatusFeed feed;
    private final Duration heartbeat;
    private final Leaving leaving;

    BatchEventsResource(KnownBatches batches, StatusFeed feed, ApiConfig config, Leaving leaving) {
        this.leaving = leaving;
        this.batches = batches;
        this.feed = feed;
        this.heartbeat = config.sseHeartbeat();
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a batch",
            description =
                    "Events named batch, each with the whole batch: first as it stands, then at every change, until a"
                            + " terminal status ends the stream. A slow reader gets the newest only. id is "
                            + "renderfarm.sequence; who gives the last one as Last-Event-ID gets what came after,"
                            + " and 204 where that was the end.")
    @APIResponse(
            responseCode = "200",
            description = "the events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            description = "an event; its data is the JSON of a Batch",
                                            requiredProperties = {"id", "event", "data"},
                                            properties = {
                                                @SchemaProperty(name = "id", type = SchemaType.STRING),
                                                @SchemaProperty(name = "event", type = SchemaType.STRING),
                                                @SchemaProperty(
                                                        name = "data",
                                                        type = SchemaType.STRING,
                                                        contentMediaType = MediaType.APPLICATION_JSON)
                                            })))
    @APIResponse(responseCode = "204", description = "the batch has ended, and its end was seen")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") String id,
            @Parameter(description = "id of the last event that was seen: none before it is sent again")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Context Sse sse) {
        Batch present = BatchesResource.find(batches, id);
        long seen = Parameters.sequence(lastEventId, present.renderfarm().sequence());
        if (present.status().isTerminal() && seen == present.renderfarm().sequence()) {
            throw new NothingToFollowException();
        }
        Multi<Long> ticks =
                Multi.createFrom().ticks().every(heartbeat).onOverflow().drop();
        BatchFollower watch =
                new BatchFollower(feed, () -> batches.get(present.id()).orElse(present), ticks, seen);
        Multi<Optional<OutboundSseEvent>> changes = watch.statuses(present.id())
                .map(batch -> Optional.of(event(sse, batch)))
                .onCompletion()
                .continueWith(Optional.<OutboundSseEvent>empty());
        Multi<Optional<OutboundSseEvent>> heartbeats = ticks.map(
                tick -> Optional.of(sse.newEventBuilder().comment("keep-alive").build()));
        return leaving.until(Multi.createBy()
                .merging()
                .streams(changes, heartbeats)
                .select()
                .first(Optional::isPresent)
                .map(Optional::get));
    }

    private static OutboundSseEvent event(Sse sse, Batch batch) {
        return sse.newEventBuilder()
                .name("batch")
                .id(Long.toString(batch.renderfarm().sequence()))
                .data(Json.string(batch))
                .build();
    }
}
