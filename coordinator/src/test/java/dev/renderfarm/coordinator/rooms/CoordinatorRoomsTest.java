package dev.renderfarm.coordinator.rooms;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinatorRoomsTest {

    @Test
    void shouldKeepTheRoomsApart() {
        new RoomRules("coordinator")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("api", "intake", "finalization", "ledger")
                .roomsDoNotSeeEachOther("api", "intake", "finalization", "stream")
                .roomsDoNotSeeEachOther("intake", "finalization", "submission", "workers", "status")
                .roomsDoNotSeeEachOther("input", "items", "files", "models", "status");
    }

    @Test
    void shouldKeepDecisionsAwayFromTheEdges() {
        new RoomRules("coordinator")
                .roomsAreFreeOf(
                        List.of(
                                "command",
                                "port",
                                "refusal",
                                "files",
                                "input",
                                "intake",
                                "items",
                                "models",
                                "submission",
                                "finalization",
                                "ledger",
                                "bookkeeping",
                                "reading",
                                "longwork"),
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.minio..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "org.rocksdb..");
    }
}
