package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The batch of the demo and one product with three pictures: every picture there, and the same bytes again however many
 * workers there are.
 */
class RepeatabilityIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SOME = 6;

    @Test
    void shouldRenderTheSameBytesAgainWithOneWorkerAndWithThree() throws Exception {
        shouldRenderTheSameBytesAgain(SOME);
    }

    @Test
    @Tag("long")
    void shouldRenderTheWholeDemoAsTheSameBytesAgain() throws Exception {
        shouldRenderTheSameBytesAgain(Integer.MAX_VALUE);
    }

    /** @param most products of the demo */
    private static void shouldRenderTheSameBytesAgain(int most) throws Exception {
        // Given
        Path samples = Installation.locate().home().resolve("samples/products.csv");
        byte[] csv = withThreePicturesOfOneProduct(Files.readString(samples), most);
        try (FlowFarm farm = FlowFarm.start(TestModel.STARTER, 1)) {
            // When
            SortedMap<String, String> first = render(farm, csv);
            SortedMap<String, String> again = render(farm, csv);
            farm.processes().startWorker();
            farm.processes().startWorker();
            SortedMap<String, String> byThree = render(farm, csv);
            // Then
            assertThat(first).containsKeys("VASE-009", "VASE-009-2", "VASE-009-3");
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

    private static byte[] withThreePicturesOfOneProduct(String csv, int most) {
        String header = csv.lines().findFirst().orElseThrow();
        String rows = csv.lines().skip(1).limit(most).map(row -> row + ",\n").collect(Collectors.joining());
        String vase = "VASE-009,a green glass vase on a white background,128x128,701,3\n";
        return (header + ",n\n" + rows + vase).getBytes(StandardCharsets.UTF_8);
    }

    /** One for each picture. */
    private static List<String> skus(byte[] csv) {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
            return reader.stream()
                    .flatMap(row -> Collections.nCopies(pictures(row.getField("n")), row.getField("sku")).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int pictures(String n) {
        return n.isEmpty() ? 1 : Integer.parseInt(n);
    }
}
