package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes items into the bucket for as long as they are to be rendered. */
final class PartTarget implements IntakeTarget {

    private final ItemPartWriter parts;
    private boolean rejected;

    PartTarget(ItemPartWriter parts) {
        this.parts = parts;
    }

    @Override
    public void line(
            InputRow row, List<RenderItem> pictures, Map<String, String> columns, ResponseFormat responseFormat) {
        if (!rejected) {
            pictures.forEach(item -> parts.write(item, columns, responseFormat));
        }
    }

    @Override
    public void skipped(SkippedLine line) {
        if (!rejected) {
            parts.skip(line);
        }
    }

    @Override
    public void mistake(LineError error, @Nullable InputRow row) {
        // the batch's list of errors has it
    }

    @Override
    public void rejected() {
        rejected = true;
    }
}
