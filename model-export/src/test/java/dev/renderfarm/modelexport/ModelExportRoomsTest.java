package dev.renderfarm.modelexport;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelExportRoomsTest {

    private static final RoomRules ROOMS = new RoomRules("modelexport");

    @Test
    void shouldSayOfEveryRoomWhatItIs() {
        ROOMS.everyRoomSaysWhatItIs().roomsAreFreeOfCycles();
    }

    @Test
    void shouldKeepTensorFlowAndTheCommandLineOutOfPlainRooms() {
        ROOMS.roomsAreFreeOf(
                List.of("safetensors", "architecture", "checkpoint", "golden"),
                "org.tensorflow..",
                "picocli..",
                "ai.djl..");
        ROOMS.roomsAreFreeOf(List.of("golden"), "dev.renderfarm.diffusion.tensorflow..");
        ROOMS.roomsAreFreeOf(List.of("graph", "export", "calibration", "pruning"), "picocli..");
    }

    @Test
    void shouldBuildGraphsFromSizesAlone() {
        ROOMS.roomsDoNotSeeEachOther("graph", "checkpoint").roomsDoNotSeeEachOther("graph", "safetensors");
    }
}
