package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** Reads an input file of either format with bounded memory, whatever is in it. */
public final class InputFile {

    private static final int START_LENGTH = 1024;

    private final InputLimits limits;

    public InputFile(InputLimits limits) {
        this.limits = limits;
    }

    /**
     * Gives every row and every problem to the sink. What is wrong with the content is a problem, never an exception.
     *
     * @param content not closed
     * @param strict whether a column or field that the farm does not know is a problem; else it is carried
     * @throws IOException if the stream itself fails
     */
    public void read(String filename, InputStream content, boolean strict, RowSink sink) throws IOException {
        BufferedReader text = new BufferedReader(new Utf8Reader(content));
        try {
            String start = start(text);
            if (InputFormat.of(filename, start) == InputFormat.JSONL) {
                new JsonRows(limits, strict, sink).read(text);
            } else {
                new CsvRows(limits, strict, sink).read(text, start);
            }
        } catch (InvalidUtf8Exception e) {
            sink.problem(new LineError(
                    FailureCode.INVALID_REQUEST,
                    e.line(),
                    null,
                    "the file is not UTF-8 from this line on: save it with the encoding UTF-8"));
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
        } catch (InvalidUtf8Exception e) {
            // the reading proper meets it again, after the lines before it
        }
        text.reset();
        return new String(start, 0, length);
    }
}
