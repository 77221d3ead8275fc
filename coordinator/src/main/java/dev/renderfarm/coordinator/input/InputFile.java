package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.coordinator.text.TextSource;
import dev.renderfarm.coordinator.text.UnreadableTextException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** Reads an input file of either format with bounded memory, whatever is in it. */
public final class InputFile {

    private static final int START_LENGTH = 1 << 15;

    private final InputLimits limits;

    public InputFile(InputLimits limits) {
        this.limits = limits;
    }

    /**
     * As {@link #read(String, InputStream, InputRules, ColumnRules, RowSink)}, with columns that are called as the fields of
     * generations are.
     */
    public void read(String filename, InputStream content, InputRules rules, RowSink sink) throws IOException {
        read(filename, content, rules, ColumnRules.of(ImageEndpoint.GENERATIONS), sink);
    }

    /**
     * Gives every row and every problem to the sink. What is wrong with the content is a problem, never an exception.
     *
     * @param content not closed
     * @param rules what the sender says of the file
     * @param columns what the sender says of its columns
     * @throws IOException if the stream itself fails
     */
    public void read(String filename, InputStream content, InputRules rules, ColumnRules columns, RowSink sink)
            throws IOException {
        InputLimits here = limits.of(columns.endpoint());
        try {
            BufferedReader text = new BufferedReader(TextSource.open(content, rules.encoding()));
            String start = start(text);
            if (InputFormat.of(filename, start) == InputFormat.JSONL) {
                new JsonRows(here, rules.strict(), columns, sink).read(text);
            } else {
                new CsvRows(here, rules.strict(), columns, sink).read(text, start);
            }
        } catch (UnreadableTextException e) {
            sink.problem(new LineError(FailureCode.INVALID_REQUEST, e.line(), null, String.valueOf(e.getMessage())));
        }
    }

    private static String start(Reader text) throws IOException {
        text.mark(START_LENGTH);
        char[] start = new char[START_LENGTH];
        int length = 0;
        try {
            for (int read = text.read(start); read > 0; read = text.read(start, length, START_LENGTH - length)) {
                length += read;
            }
        } catch (UnreadableTextException e) {
            // the reading proper meets it again, after the lines before it
        }
        text.reset();
        return new String(start, 0, length);
    }
}
