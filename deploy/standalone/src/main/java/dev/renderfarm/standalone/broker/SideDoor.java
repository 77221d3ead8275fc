package dev.renderfarm.standalone.broker;

import java.util.Arrays;
import java.util.List;

/**
 * A further port on which the node serves clients, who are told that it is at yet another one: that of a proxy, through
 * which they come and which they are not to get around.
 *
 * @param port that the node listens on
 * @param told where clients who come by it find the node
 */
record SideDoor(int port, int told) {

    /** @param text as {@code PORT:TOLD,PORT:TOLD}; none where it is empty */
    static List<SideDoor> parse(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(SideDoor::one).toList();
    }

    private static SideDoor one(String text) {
        String[] ports = text.split(":");
        if (ports.length != 2) {
            throw new IllegalArgumentException("a side door is PORT:TOLD, not " + text);
        }
        return new SideDoor(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }
}
