package dev.renderfarm.common.rooms.house.wing.quiet;

import java.util.List;

/** Plain Java. */
public record Quiet(List<String> words) {
    public Quiet {
        words = List.copyOf(words);
    }
}
