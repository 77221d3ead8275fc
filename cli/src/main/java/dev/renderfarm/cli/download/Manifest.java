package dev.renderfarm.cli.download;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code manifest.csv} of a batch: which pictures there are. */
record Manifest(Path file) {

    private static final String KEY = "image";
    private static final String DIGEST = "sha256";

    /** The rows that have a picture, read as they are asked for; to be closed. */
    Stream<FinishedPicture> pictures() {
        try {
            CsvReader<NamedCsvRecord> rows =
                    CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file);
            LocalNames names = new LocalNames();
            return rows.stream().flatMap(row -> picture(row, names).stream()).onClose(() -> close(rows));
        } catch (IOException e) {
            throw unreadable(e.toString());
        }
    }

    private Optional<FinishedPicture> picture(NamedCsvRecord row, LocalNames names) {
        String key = row.findField(KEY).orElseThrow(() -> unreadable("it has no column " + KEY));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String digest = row.findField(DIGEST).orElseThrow(() -> unreadable("it has no column " + DIGEST));
        try {
            return Optional.of(FinishedPicture.of(key, digest, names));
        } catch (IllegalArgumentException e) {
            throw unreadable("line " + row.getStartingLineNumber() + ": " + e.getMessage());
        }
    }

    private FarmException unreadable(String why) {
        return new FarmException(FailureCode.INTERNAL_ERROR, file + " cannot be read: " + why);
    }

    private static void close(CsvReader<?> rows) {
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
