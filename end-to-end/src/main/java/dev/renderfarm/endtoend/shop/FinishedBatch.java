package dev.renderfarm.endtoend.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.wire.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/** What a batch left, read as the shop would: the manifest first, then each picture that it names. */
public final class FinishedBatch {

    private final Batch batch;
    private final List<NamedCsvRecord> manifest;
    private final Bucket bucket;

    public FinishedBatch(Batch batch, ShopClient client, Bucket bucket) {
        this.batch = batch;
        this.bucket = bucket;
        String csv = new String(
                client.file(Objects.requireNonNull(batch.renderfarm().manifestFileId(), "batch has no manifest")),
                StandardCharsets.UTF_8);
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            this.manifest = reader.stream().toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Every SKU has a picture for each time that it is listed, of the digest and size that the manifest says, and there
     * is nothing else in the bucket.
     */
    public FinishedBatch assertEveryPictureThereOnce(List<String> skus) throws Exception {
        assertThat(manifest).extracting(row -> row.getField("sku")).containsExactlyInAnyOrderElementsOf(skus);
        TreeSet<String> expected = new TreeSet<>();
        for (NamedCsvRecord row : manifest) {
            assertThat(row.getField("status")).as(row.toString()).isEqualTo("completed");
            String key = row.getField("image");
            byte[] png = bucket.content(key);
            assertThat(Sha256.hex(png)).as(key).isEqualTo(row.getField("sha256"));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(image.getWidth()).as(key).isEqualTo(Integer.parseInt(row.getField("width")));
            assertThat(image.getHeight()).as(key).isEqualTo(Integer.parseInt(row.getField("height")));
            expected.add(key);
            expected.add(key.replaceFirst("png$", "json"));
        }
        assertThat(bucket.images(batch.id())).isEqualTo(expected);
        return this;
    }

    public FinishedBatch assertPicturesDiffer() {
        assertThat(digests().values()).doesNotHaveDuplicates();
        return this;
    }

    /** What the manifest says of each picture's usage is that of the batch, and each picture tells of its own. */
    public FinishedBatch assertUsageAddsUp() throws Exception {
        BatchUsage all = Objects.requireNonNull(batch.renderfarm().usage(), "batch has no usage");
        assertThat(deviceSeconds())
                .isEqualByComparingTo(all.usage().deviceSeconds())
                .isPositive();
        List<UsageDay> days = Objects.requireNonNull(all.days(), "usage has no days");
        assertThat(days.stream().mapToInt(UsageDay::completed).sum()).isEqualTo(completed());
        assertThat(days.stream().mapToLong(UsageDay::bytes).sum()).isEqualTo(bytes());
        assertThat(days.stream().map(day -> day.usage().deviceSeconds()).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(deviceSeconds());
        assertThat(all.images()).isGreaterThanOrEqualTo(batch.requestCounts().completed());
        for (NamedCsvRecord row : manifest) {
            String key = row.getField("image").replaceFirst("png$", "json");
            BigDecimal drawn = Json.read(bucket.content(key), JsonNode.class)
                    .at("/usage/device_seconds")
                    .decimalValue();
            assertThat(drawn).as(key).isPositive();
        }
        return this;
    }

    /** Pictures that the manifest has. */
    public long completed() {
        return manifest.stream()
                .filter(row -> row.getField("status").equals("completed"))
                .count();
    }

    /** Of the files of these, as the manifest says. */
    public long bytes() {
        return manifest.stream()
                .map(row -> row.getField("bytes"))
                .filter(cell -> !cell.isEmpty())
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** That all its lines took, as the manifest says. */
    public BigDecimal deviceSeconds() {
        return manifest.stream()
                .map(row -> row.getField("device_seconds"))
                .filter(cell -> !cell.isEmpty())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Digest of each completed picture by its name. */
    public SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>();
        for (NamedCsvRecord row : manifest) {
            if (row.getField("status").equals("completed")) {
                String key = row.getField("image");
                digests.put(key.substring(key.lastIndexOf('/') + 1, key.lastIndexOf('.')), row.getField("sha256"));
            }
        }
        return digests;
    }

    /** Address of each completed picture, as the manifest has it. */
    public List<String> links() {
        return manifest.stream()
                .filter(row -> row.getField("status").equals("completed"))
                .map(row -> row.getField("url"))
                .toList();
    }

    /** How many rows have each status. */
    public Map<String, Long> rowsByStatus() {
        return manifest.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        row -> row.getField("status"), java.util.stream.Collectors.counting()));
    }

    /** Fields of the manifest's row of a SKU. */
    public Map<String, String> row(String sku) {
        return manifest.stream()
                .filter(row -> row.getField("sku").equals(sku))
                .findFirst()
                .orElseThrow()
                .getFieldsAsMap();
    }
}
