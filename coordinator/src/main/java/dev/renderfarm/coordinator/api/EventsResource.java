package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.config.ApiConfig;
import dev.renderfarm.coordinator.http.Leaving;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.live.FarmPulse;
import dev.renderfarm.coordinator.live.PageEvents;
import dev.renderfarm.coordinator.live.TaskChanges;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

/** Everything that a page shows, in one stream: a browser has six connections for all of its pages. */
@Path("/v1/events")
@Tag(name = "Workers")
class EventsResource {

    private static final int MOST_BATCHES = 100;

    private final KnownBatches batches;
    private final FarmPulse pulse;
    private final TaskChanges changes;
    private final ApiConfig config;
    private final SeenTasks seen;
    private final Leaving leaving;

    EventsResource(
            KnownBatches batches,
            FarmPulse pulse,
            TaskChanges changes,
            ApiConfig config,
            SeenTasks seen,
            Leaving leaving) {
        this.leaving = leaving;
        this.seen = seen;
        this.batches = batches;
        this.pulse = pulse;
        this.changes = changes;
        this.config = config;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow all that a page shows",
            description =
                    "One stream, each kind of event at most once a second, first as it stands: `batch`, the whole "
                            + "batch, for each of `batches`; `tasks`, which tasks of a batch to read again, {batch, changed: [{first, "
                            + "last}]}; `drawings`, all that devices draw of a batch now, {batch, drawn: [{index, step, steps}]}; with workers=1 `workers`, the list of them; with farm=1 `farm`, the farm without its curve. "
                            + "A slow reader gets the newest only. Who gives the id of the last event as Last-Event-ID is told to read "
                            + "all tasks of its batches again. The stream ends only where the coordinator stops: ask again.")
    @APIResponse(
            responseCode = "200",
            description = "the events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            description = "an event; its data is JSON",
                                            requiredProperties = {"id", "event", "data"},
                                            properties = {
                                                @SchemaProperty(name = "id", type = SchemaType.STRING),
                                                @SchemaProperty(name = "event", type = SchemaType.STRING),
                                                @SchemaProperty(
                                                        name = "data",
                                                        type = SchemaType.STRING,
                                                        contentMediaType = MediaType.APPLICATION_JSON)
                                            })))
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    public Multi<OutboundSseEvent> follow(
            @Parameter(description = "ids of up to " + MOST_BATCHES + " batches, divided by commas")
                    @QueryParam("batches")
                    @Nullable
                    String ids,
            @Parameter(description = "1: its workers too", schema = @Schema(enumeration = {"0", "1"}))
                    @QueryParam("workers")
                    @Nullable
                    String workers,
            @Parameter(description = "1: the farm too", schema = @Schema(enumeration = {"0", "1"}))
                    @QueryParam("farm")
                    @Nullable
                    String farm,
            @Parameter(description = "id of the last event that was seen") @HeaderParam("Last-Event-ID") @Nullable
                    String lastEventId,
            @Context Sse sse) {
        var interest = new PageEvents.Interest(
                batches(ids),
                Parameters.flag("workers", workers),
                Parameters.flag("farm", farm),
                lastEventId != null && !lastEventId.isBlank(),
                seen.workers());
        PageEvents page = new PageEvents(interest, batches, pulse, changes);
        Multi<OutboundSseEvent> events = ticks(config.sseRound())
                .onItem()
                .transformToIterable(tick -> page.next())
                .map(event -> event(sse, event));
        Multi<OutboundSseEvent> heartbeats = ticks(config.sseHeartbeat())
                .map(tick -> sse.newEventBuilder().comment("keep-alive").build());
        return leaving.until(Multi.createBy()
                .merging()
                .streams(events, heartbeats)
                .onTermination()
                .invoke(page::close));
    }

    /** Rounds that fall into the time of a slow reader are left out. */
    private static Multi<Long> ticks(Duration every) {
        return Multi.createFrom().ticks().every(every).onOverflow().drop();
    }

    private static OutboundSseEvent event(Sse sse, PageEvents.Event event) {
        return sse.newEventBuilder()
                .name(event.name())
                .id(Long.toString(event.id()))
                .data(Json.string(event.data()))
                .build();
    }

    private List<BatchId> batches(@Nullable String ids) {
        List<String> asked = ids == null
                ? List.of()
                : Arrays.stream(ids.split(","))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList();
        if (asked.size() > MOST_BATCHES) {
            throw RequestRefusedException.invalid("batches", "follow at most " + MOST_BATCHES + " batches at a time");
        }
        return asked.stream().map(id -> BatchesResource.find(batches, id).id()).toList();
    }
}
