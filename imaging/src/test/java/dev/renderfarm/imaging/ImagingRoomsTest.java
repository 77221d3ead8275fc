package dev.renderfarm.imaging;

import static dev.renderfarm.common.rooms.Edge.IMAGES;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class ImagingRoomsTest {

    @Test
    void shouldKeepJavasOwnDecodersInTheirRooms() {
        new RoomRules("imaging")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("png", "jpeg", "webp")
                .edge("colour", IMAGES)
                .edge("jpeg", IMAGES)
                .edge("webp", IMAGES)
                .edge("stream", IMAGES)
                .everyOtherRoomIsPlain();
    }
}
