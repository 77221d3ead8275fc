package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lists of prompts as other programs take them, which name no product: whoever sends one is told how to turn it into
 * ours.
 */
final class ForeignList {

    private static final Pattern OPTIONS = Pattern.compile("--[a-z][a-z_-]*([ =].*)?");

    /** What to say of a file that begins so; empty where it is none of them. */
    static Optional<LineError> in(String start) {
        int line = 0;
        for (String text : (Iterable<String>) start.lines()::iterator) {
            line++;
            if (!CellText.isBlank(text)) {
                return OPTIONS.matcher(CellText.bare(text)).matches() ? Optional.of(problem(line)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static LineError problem(int line) {
        return new LineError(
                FailureCode.INVALID_REQUEST,
                line,
                null,
                "this is a list of prompts with options, as the web UI of AUTOMATIC1111 reads it, not CSV: write a header"
                        + " such as \"sku,prompt,negative_prompt,seed,num_inference_steps,size\", and a row per picture"
                        + " such as \"CASTLE-1,a castle,trees,5,8,1024x1024\"");
    }

    private ForeignList() {}
}
