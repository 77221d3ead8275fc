package dev.renderfarm.coordinator.rooms;

import static dev.renderfarm.common.rooms.Edge.CSV;
import static dev.renderfarm.common.rooms.Edge.HTTP_CLIENT;
import static dev.renderfarm.common.rooms.Edge.IMAGES;
import static dev.renderfarm.common.rooms.Edge.JSON;
import static dev.renderfarm.common.rooms.Edge.KAFKA;
import static dev.renderfarm.common.rooms.Edge.METERS;
import static dev.renderfarm.common.rooms.Edge.QUARKUS;
import static dev.renderfarm.common.rooms.Edge.S3;
import static dev.renderfarm.common.rooms.Edge.TOKENS;
import static dev.renderfarm.common.rooms.Edge.TRACES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.documents.RoomMap;
import dev.renderfarm.common.rooms.RoomRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CoordinatorRoomsTest {

    private static final RoomRules ROOMS = new RoomRules("coordinator");

    @Test
    void shouldKeepTheRoomsApart() {
        ROOMS.everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("api", "intake", "finalization", "ledger")
                .roomsDoNotSeeEachOther("intake", "finalization", "submission", "workers", "status", "queue")
                .roomsDoNotSeeEachOther("input", "items", "files", "models", "status");
    }

    @Test
    void shouldKeepDecisionsAwayFromTheEdges() {
        ROOMS.edge("api", QUARKUS)
                .edge("app", QUARKUS, METERS, TRACES, KAFKA, S3)
                .edge("config", QUARKUS)
                .edge("contract", QUARKUS)
                .edge("finalization", CSV)
                .edge("http", QUARKUS, JSON)
                .edge("input", CSV, JSON)
                .edge("ledger.process", KAFKA)
                .edge("ledger.stream", KAFKA)
                .edge("audit", KAFKA)
                .edge("keys", KAFKA)
                .edge("live", QUARKUS, KAFKA)
                .edge("thumbnails", IMAGES)
                .edge("queue", KAFKA)
                .edge("status", QUARKUS, KAFKA)
                .edge("tokens", HTTP_CLIENT, TOKENS)
                .edge("topics", KAFKA)
                .edge("trace", TRACES)
                .edge("webhooks.post", HTTP_CLIENT)
                .edge("webhooks.process", KAFKA)
                .edge("workers", QUARKUS, KAFKA)
                .everyOtherRoomIsPlain();
    }

    @Test
    void shouldBeDrawnInTheArchitectureAsTheyAre() throws IOException {
        assertThat(RoomMap.drawn("coordinator/"))
                .as("rooms and their numbers of classes in docs/architecture.md")
                .isEqualTo(RoomMap.built("coordinator/src/main/java/dev/renderfarm/coordinator"));
    }
}
