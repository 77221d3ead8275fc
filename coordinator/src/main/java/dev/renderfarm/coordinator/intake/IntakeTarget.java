package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.input.InputRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what the check of an input finds, in its order. */
public interface IntakeTarget {

    /**
     * A line that is sound.
     *
     * @param row what it says
     * @param pictures that it asks for, at least one
     */
    void line(InputRow row, List<RenderItem> pictures, Map<String, String> columns, ResponseFormat responseFormat);

    /** A line that is left out, since it is not sound. */
    void skipped(SkippedLine line);

    /** @param row whose mistake it is; null where it is the file's */
    void mistake(LineError error, @Nullable InputRow row);

    /** Nothing of the input will be rendered. */
    void rejected();
}
