package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.task.RequestField;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads files whose lines have 1,000 characters at most, and keeps what came of them. */
final class InputDesk {

    private static final InputFile FILE = new InputFile(new InputLimits(1000));

    final List<InputRow> rows = new ArrayList<>();
    final List<LineError> problems = new ArrayList<>();
    final List<LineWarning> warnings = new ArrayList<>();

    void read(String filename, String content) throws IOException {
        read(filename, bytes(content));
    }

    void read(String filename, InputStream content) throws IOException {
        read(filename, content, InputRules.DEFAULT, Integer.MAX_VALUE);
    }

    void read(String filename, InputStream content, InputRules rules, int wanted) throws IOException {
        FILE.read(filename, content, rules, sink(wanted));
    }

    String text(int row, RequestField field) {
        return rows.get(row).value(field).orElseThrow().text();
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private RowSink sink(int wanted) {
        return new RowSink() {
            @Override
            public void row(InputRow row) {
                problems.addAll(row.problems());
                if (row.problems().isEmpty()) {
                    rows.add(row);
                }
            }

            @Override
            public void problem(LineError error) {
                problems.add(error);
            }

            @Override
            public void warning(LineWarning warning) {
                warnings.add(warning);
            }

            @Override
            public boolean wantsMore() {
                return rows.size() < wanted;
            }
        };
    }
}
