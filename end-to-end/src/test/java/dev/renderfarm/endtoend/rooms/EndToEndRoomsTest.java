package dev.renderfarm.endtoend.rooms;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndToEndRoomsTest {

    @Test
    void shouldKeepTheShopApartFromTheFarmItUses() {
        new RoomRules("endtoend")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsAreFreeOf(List.of("shop"), "dev.renderfarm.standalone..");
    }
}
