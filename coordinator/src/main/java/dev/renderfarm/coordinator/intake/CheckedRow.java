package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the input has become.
 *
 * @param customId null where the row has none that can be read
 * @param items one for each picture; none where there are problems
 * @param responseFormat of all its pictures
 */
record CheckedRow(
        int line,
        @Nullable String customId,
        List<RenderItem> items,
        ResponseFormat responseFormat,
        List<LineError> problems) {

    CheckedRow {
        items = List.copyOf(items);
        problems = List.copyOf(problems);
    }

    static CheckedRow unsound(int line, @Nullable String customId, List<LineError> problems) {
        return new CheckedRow(line, customId, List.of(), ResponseFormat.URL, problems);
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    /** All problems in one: the first says of what kind it is and where, the message names each. */
    LineError problem() {
        LineError first = problems.get(0);
        if (problems.size() == 1) {
            return first;
        }
        StringBuilder message = new StringBuilder();
        for (LineError problem : problems) {
            message.append(message.length() == 0 ? "" : "; ")
                    .append(problem.field() == null ? "" : problem.field() + " ")
                    .append(problem.message());
        }
        return new LineError(first.code(), first.line(), first.field(), message.toString());
    }
}
