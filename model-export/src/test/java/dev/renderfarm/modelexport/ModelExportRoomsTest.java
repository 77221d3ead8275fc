package dev.renderfarm.modelexport;

import static dev.renderfarm.common.rooms.Edge.COMMAND_LINE;
import static dev.renderfarm.common.rooms.Edge.JSON;
import static dev.renderfarm.common.rooms.Edge.S3;
import static dev.renderfarm.common.rooms.Edge.TENSORFLOW;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class ModelExportRoomsTest {

    private static final RoomRules ROOMS = new RoomRules("modelexport");

    @Test
    void shouldKeepTensorFlowAndTheCommandLineOutOfPlainRooms() {
        ROOMS.everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("attention", TENSORFLOW)
                .edge("bench", TENSORFLOW)
                .edge("bucket", COMMAND_LINE, S3)
                .edge("calibration", TENSORFLOW)
                .edge("checkpoint", JSON)
                .edge("clip", TENSORFLOW)
                .edge("command", COMMAND_LINE, TENSORFLOW)
                .edge("export", TENSORFLOW)
                .edge("graph", TENSORFLOW)
                .edge("reference", COMMAND_LINE, TENSORFLOW)
                .edge("roll", COMMAND_LINE)
                .edge("textencoder", TENSORFLOW)
                .edge("transformer", TENSORFLOW)
                .edge("unet", TENSORFLOW)
                .edge("vae", TENSORFLOW)
                .everyOtherRoomIsPlain();
    }

    @Test
    void shouldBuildGraphsFromSizesAlone() {
        for (String room : new String[] {"graph", "attention", "clip", "textencoder", "transformer", "unet", "vae"}) {
            ROOMS.roomsDoNotSeeEachOther(room, "checkpoint");
        }
    }

    @Test
    void shouldKeepTheNetworksApart() {
        ROOMS.roomsDoNotSeeEachOther("clip", "textencoder", "transformer", "unet", "vae");
    }
}
