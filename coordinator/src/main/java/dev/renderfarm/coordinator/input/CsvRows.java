package dev.renderfarm.coordinator.input;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV (RFC 4180) with a header. Cells are separated by what the header uses: comma, semicolon or tab. */
final class CsvRows {

    private static final Pattern LINE_OF_PARSER = Pattern.compile("starting at line (\\d+)");

    private static final String ASKS_FOR_NOTHING =
            "the line asks for nothing, neither sku nor prompt is given: it is left out";

    private final InputLimits limits;
    private final boolean strict;
    private final RowSink sink;

    CsvRows(InputLimits limits, boolean strict, RowSink sink) {
        this.limits = limits;
        this.strict = strict;
        this.sink = sink;
    }

    /** @param start the first characters of the text, to tell the separator by */
    void read(Reader text, String start) throws IOException {
        try (CloseableIterator<CsvRecord> records = reader(text, start).iterator()) {
            if (!records.hasNext()) {
                problem(null, null, "the file is empty: write a header with sku and prompt, and one row per picture");
                return;
            }
            CsvHeader header = CsvHeader.of(records.next(), strict);
            header.problems().forEach(sink::problem);
            header.warnings().forEach(sink::warning);
            if (!header.usable()) {
                return;
            }
            while (sink.wantsMore() && records.hasNext()) {
                row(records.next(), header);
            }
        } catch (CsvParseException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "not a CSV");
            problem(
                    lineOf(message),
                    null,
                    message + ": put cells with quotes, separators or line breaks in"
                            + " double quotes, and double the quotes in them");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private CsvReader<CsvRecord> reader(Reader text, String start) {
        return CsvReader.builder()
                .fieldSeparator(separator(start))
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(Math.max(1 << 16, 2 * limits.maxRowLength()))
                .build(
                        CsvRecordHandler.of(handler -> handler.maxFields(InputLimits.MAX_COLUMNS)
                                .maxFieldSize(limits.maxRowLength())
                                .maxRecordSize(limits.maxRowLength())),
                        text);
    }

    private static char separator(String start) {
        String header = start.lines().findFirst().orElse("");
        return header.contains(",") ? ',' : header.contains(";") ? ';' : header.contains("\t") ? '\t' : ',';
    }

    private void row(CsvRecord record, CsvHeader header) {
        int line = Math.toIntExact(record.getStartingLineNumber());
        if (record.getFields().stream().allMatch(String::isBlank)) {
            return;
        }
        if (record.getFieldCount() != header.width()) {
            String message = "the row has " + record.getFieldCount() + " cells, the header has " + header.width()
                    + ": put cells that contain the separator in double quotes, leave no cell out";
            sink.row(InputRow.unreadable(line, message));
            return;
        }
        List<String> cells = header.texts(record.getFields());
        Map<RequestField, InputValue> values = header.values(cells);
        if (values.isEmpty()) {
            sink.warning(new LineWarning(WarningCode.LINE_NOT_READ, line, null, ASKS_FOR_NOTHING));
        } else {
            sink.row(new InputRow(line, values, header.carried(cells), List.of()));
        }
    }

    private void problem(@Nullable Integer line, @Nullable String field, String message) {
        sink.problem(new LineError(FailureCode.INVALID_REQUEST, line, field, message));
    }

    private static @Nullable Integer lineOf(String message) {
        Matcher matcher = LINE_OF_PARSER.matcher(message);
        return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
    }
}
