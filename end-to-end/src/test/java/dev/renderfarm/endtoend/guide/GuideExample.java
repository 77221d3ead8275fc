package dev.renderfarm.endtoend.guide;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command of a guide.
 *
 * @param line of the page on which its block begins
 * @param command for bash
 * @param keeps variables of later commands, each with the JSON pointer of its value in the answer
 * @param answer what the page says that comes; null where it says nothing
 */
public record GuideExample(
        int line,
        String command,
        Map<String, String> keeps,
        @Nullable ExpectedAnswer answer) {

    public GuideExample {
        keeps = Map.copyOf(keeps);
    }
}
