package dev.renderfarm.modelexport;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelExportRoomsTest {

    private static final RoomRules ROOMS = new RoomRules("modelexport");
    private static final List<String> NETWORKS = List.of("textencoder", "transformer", "vae");
    private static final List<String> GRAPHS = List.of("graph", "attention", "textencoder", "transformer", "vae");

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
        ROOMS.roomsAreFreeOf(GRAPHS, "picocli..");
        ROOMS.roomsAreFreeOf(List.of("export", "calibration", "pruning"), "picocli..");
    }

    @Test
    void shouldBuildGraphsFromSizesAlone() {
        for (String room : GRAPHS) {
            ROOMS.roomsDoNotSeeEachOther(room, "checkpoint").roomsDoNotSeeEachOther(room, "safetensors");
        }
    }

    @Test
    void shouldKeepTheNetworksApart() {
        ROOMS.roomsDoNotSeeEachOther(NETWORKS.toArray(String[]::new));
    }
}
