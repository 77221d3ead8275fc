package dev.renderfarm.endtoend.chaos.check;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a batch's manifest says of one SKU. */
record ManifestRow(String sku, String status, String image, String sha256, BigDecimal deviceSeconds) {

    static List<ManifestRow> read(byte[] csv) {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
            return reader.stream()
                    .map(row -> new ManifestRow(
                            row.getField("sku"),
                            row.getField("status"),
                            row.getField("image"),
                            row.getField("sha256"),
                            number(row.getField("device_seconds"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCompleted() {
        return status.equals("completed");
    }

    private static BigDecimal number(String cell) {
        return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell);
    }
}
