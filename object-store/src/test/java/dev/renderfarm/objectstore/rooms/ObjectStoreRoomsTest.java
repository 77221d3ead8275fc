package dev.renderfarm.objectstore.rooms;

import static dev.renderfarm.common.rooms.Edge.HTTP_CLIENT;
import static dev.renderfarm.common.rooms.Edge.S3;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class ObjectStoreRoomsTest {

    @Test
    void shouldKeepTheMinioSdkInItsRoom() {
        new RoomRules("objectstore")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("s3", S3, HTTP_CLIENT)
                .everyOtherRoomIsPlain();
    }
}
