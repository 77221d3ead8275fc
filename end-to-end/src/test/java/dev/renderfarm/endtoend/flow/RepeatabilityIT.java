package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.layout.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The batch of the demo: a picture for every product, and the same bytes again however many workers there are. */
class RepeatabilityIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void shouldRenderTheSameBytesAgainWithOneWorkerAndWithThree() throws Exception {
        Path samples = Installation.locate().home().resolve("samples/products.csv");
        byte[] csv = Files.readAllBytes(samples);
        try (FlowFarm farm = FlowFarm.start(1)) {
            // When
            SortedMap<String, String> first = render(farm, csv);
            SortedMap<String, String> again = render(farm, csv);
            farm.processes().startWorker();
            farm.processes().startWorker();
            SortedMap<String, String> byThree = render(farm, csv);
            // Then
            assertThat(first).hasSizeGreaterThanOrEqualTo(24);
            assertThat(again).isEqualTo(first);
            assertThat(byThree).isEqualTo(first);
        }
    }

    private static SortedMap<String, String> render(FlowFarm farm, byte[] csv) throws Exception {
        Batch submitted = farm.client().submit("products.csv", csv);
        Batch ended = farm.client().awaitEnd(submitted.id(), PATIENCE);
        List<String> skus = skus(csv);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(skus.size(), skus.size(), 0));
        return new FinishedBatch(ended, farm.client(), farm.bucket())
                .assertEveryPictureThereOnce(skus)
                .assertPicturesDiffer()
                .digests();
    }

    private static List<String> skus(byte[] csv) {
        try (var reader = de.siegmar.fastcsv.reader.CsvReader.builder()
                .ofNamedCsvRecord(new String(csv, java.nio.charset.StandardCharsets.UTF_8))) {
            return reader.stream().map(row -> row.getField("sku")).toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
