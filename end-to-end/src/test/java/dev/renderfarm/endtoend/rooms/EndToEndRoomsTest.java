package dev.renderfarm.endtoend.rooms;

import static dev.renderfarm.common.rooms.Edge.ASSERTIONS;
import static dev.renderfarm.common.rooms.Edge.COMMAND_LINE;
import static dev.renderfarm.common.rooms.Edge.CSV;
import static dev.renderfarm.common.rooms.Edge.HTTP_SERVER;
import static dev.renderfarm.common.rooms.Edge.IMAGES;
import static dev.renderfarm.common.rooms.Edge.JSON;
import static dev.renderfarm.common.rooms.Edge.KAFKA;
import static dev.renderfarm.common.rooms.Edge.S3;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class EndToEndRoomsTest {

    @Test
    void shouldKeepTheShopApartFromTheFarmItUses() {
        new RoomRules("endtoend")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .roomIsFreeOf("shop", "dev.renderfarm.standalone..")
                .edge("bench", S3, HTTP_SERVER, ASSERTIONS)
                .edge("chaos", COMMAND_LINE)
                .edge("chaos.check", KAFKA, S3, JSON, CSV)
                .edge("chaos.farm", KAFKA)
                .edge("chaos.load", JSON)
                .edge("fleet", KAFKA)
                .edge("release", KAFKA)
                .edge("simulation", COMMAND_LINE, S3, ASSERTIONS)
                .edge("shop", S3, CSV, IMAGES, JSON, ASSERTIONS)
                .everyOtherRoomIsPlain();
    }
}
