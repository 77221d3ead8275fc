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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV (RFC 4180) with a header, as spreadsheets and shops write it: see {@link CsvDialect}. */
final class CsvRows {

    private static final String ASKS_FOR_NOTHING =
            "the line asks for nothing, neither sku nor prompt is given: it is left out";

    private final InputLimits limits;
    private final boolean strict;
    private final ColumnRules rules;
    private final RowSink sink;

    CsvRows(InputLimits limits, boolean strict, ColumnRules rules, RowSink sink) {
        this.limits = limits;
        this.strict = strict;
        this.rules = rules;
        this.sink = sink;
    }

    /** @param start the first characters of the text, to tell the dialect by */
    void read(Reader text, String start) throws IOException {
        CsvDialect dialect = CsvDialect.of(start);
        Optional<LineError> foreign = ForeignList.in(start);
        if (foreign.isPresent()) {
            sink.problem(foreign.get());
            return;
        }
        if (!dialect.isKnown()) {
            problem(1, null, "sep= must name a comma, a semicolon, a tab or | as the separator of cells");
            return;
        }
        try (CloseableIterator<CsvRecord> records = reader(text, dialect).iterator()) {
            Optional<CsvRecord> first = first(records, dialect);
            if (first.isEmpty()) {
                problem(null, null, "the file is empty: write a header with sku and prompt, and one row per picture");
                return;
            }
            CsvHeader header = CsvHeader.of(first.get(), strict, rules);
            header.problems().forEach(sink::problem);
            header.warnings().forEach(sink::warning);
            while (header.usable() && sink.wantsMore() && records.hasNext()) {
                row(records.next(), header, dialect);
            }
        } catch (CsvParseException e) {
            sink.problem(CsvFault.of(e, limits));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private CsvReader<CsvRecord> reader(Reader text, CsvDialect dialect) {
        return CsvReader.builder()
                .fieldSeparator(dialect.separator())
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(Math.max(1 << 16, 2 * limits.maxRowLength()))
                .build(
                        CsvRecordHandler.of(handler -> handler.maxFields(InputLimits.MAX_CELLS)
                                .maxFieldSize(limits.maxRowLength())
                                .maxRecordSize(limits.maxRowLength())),
                        new EscapedQuotes(text, dialect.separator()));
    }

    /** The first record in which anything stands, but for a line that only names the separator. */
    private static Optional<CsvRecord> first(CloseableIterator<CsvRecord> records, CsvDialect dialect) {
        boolean toSkip = dialect.saysSo();
        while (records.hasNext()) {
            CsvRecord record = records.next();
            if (isBlank(record)) {
                continue;
            }
            if (!toSkip) {
                return Optional.of(record);
            }
            toSkip = false;
        }
        return Optional.empty();
    }

    private void row(CsvRecord record, CsvHeader header, CsvDialect dialect) {
        int line = Math.toIntExact(record.getStartingLineNumber());
        if (isBlank(record)) {
            return;
        }
        List<String> cells = header.texts(record.getFields());
        Optional<LineError> nameless = header.nameless(line, cells);
        if (nameless.isPresent()) {
            sink.row(InputRow.unreadable(nameless.get()));
            return;
        }
        List<String> row = header.fitted(cells);
        Map<RequestField, InputValue> values = header.values(row, dialect);
        if (!values.containsKey(RequestField.CUSTOM_ID) && !values.containsKey(RequestField.PROMPT)) {
            warn(WarningCode.LINE_NOT_READ, line, ASKS_FOR_NOTHING);
            return;
        }
        if (cells.size() < header.namedWidth()) {
            warn(WarningCode.CELLS_MISSING, line, "the row has fewer cells than the header: the others count as empty");
        }
        sink.row(new InputRow(line, values, header.carried(row), List.of()));
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFields().stream().allMatch(CellText::isBlank);
    }

    private void warn(WarningCode code, int line, String message) {
        sink.warning(new LineWarning(code, line, null, message));
    }

    private void problem(@Nullable Integer line, @Nullable String field, String message) {
        sink.problem(new LineError(FailureCode.INVALID_REQUEST, line, field, message));
    }
}
