package dev.renderfarm.objectstore.rooms;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectStoreRoomsTest {

    @Test
    void shouldKeepTheMinioSdkInItsRoom() {
        new RoomRules("objectstore")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsAreFreeOf(List.of("store"), "io.minio..", "okhttp3..");
    }
}
