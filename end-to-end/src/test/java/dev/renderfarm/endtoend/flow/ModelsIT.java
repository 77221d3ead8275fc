package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.process.ChildProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two models of different families in one farm, drawn by their networks, with two workers of each: odd ones have the small
 * Z-Image, even ones the small Stable Diffusion XL. The last test sends workers home.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String XL = "tiny-sdxl";
    private static final int SIDE = 64;
    private static final int PICTURES = 48;
    private static final List<String> SAMPLERS = List.of("euler", "euler_ancestral", "dpmpp_2m_karras", "ddim");

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        Path other = TestModel.TINY_SDXL.exported();
        farm = FlowFarm.start(
                TestModel.TINY, 4, spec -> spec.withModels(List.of(spec.models().get(0), other)));
    }

    @Test
    @Order(1)
    void shouldDrawEveryPictureWithTheRightModelWhenAWorkerOfEachIsKilled() throws Exception {
        // Given
        assertThat(workers("tiny").get("ready").asInt()).isEqualTo(2);
        assertThat(workers(XL).get("ready").asInt()).isEqualTo(2);
        assertThat(model(XL).get("family").asText()).isEqualTo(ModelManifest.SDXL);
        // When
        List<BatchId> tiny = List.of(submit("tiny"), submit("tiny"));
        List<BatchId> xl = List.of(submit(XL), submit(XL));
        awaitBegun(tiny);
        farm.processes().worker(1).kill();
        awaitBegun(xl);
        farm.processes().worker(2).kill();
        // Then
        assertSameAgain(tiny, "tiny", TestModel.TINY);
        assertSameAgain(xl, XL, TestModel.TINY_SDXL);
    }

    @Test
    @Order(2)
    void shouldEditPicturesWithAStableDiffusion() throws Exception {
        // Given
        SortedMap<String, byte[]> sources = new TreeMap<>();
        sources.put("cut-out.png", picture(true));
        sources.put("photo.png", picture(false));
        String lines = "sku,prompt,model,image,strength,scheduler,size,num_inference_steps,seed\n"
                + "INPAINT,on marble," + XL + ",cut-out.png,,euler_ancestral,64x64,2,5\n"
                + "REPAINT,a painting," + XL + ",photo.png,0.5,dpmpp_2m,64x64,4,6\n";
        // When
        Batch ended = farm.client()
                .awaitEnd(
                        farm.client()
                                .submitEdits("edits.csv", lines.getBytes(UTF_8), sources)
                                .id(),
                        PATIENCE);
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket())
                .assertEveryPictureThereOnce(List.of("INPAINT", "REPAINT"))
                .assertPicturesDiffer();
        BufferedImage source = read(requireNonNull(sources.get("cut-out.png")));
        BufferedImage inpainted = read(image(ended.id(), "INPAINT"));
        int painted = 0;
        for (int x = 0; x < SIDE; x++) {
            if (source.getRGB(x, 8) >>> 24 == 255) {
                assertThat(inpainted.getRGB(x, 8))
                        .as("pixel %s of what is kept", x)
                        .isEqualTo(source.getRGB(x, 8));
            } else {
                painted += inpainted.getRGB(x, 8) == (source.getRGB(x, 8) | 0xFF000000) ? 0 : 1;
            }
        }
        assertThat(painted).as("pixels of a row that were painted anew").isPositive();
    }

    @Test
    @Order(3)
    void shouldRefuseWithTheirLinesFieldsThatAModelLacks() {
        String csv =
                "sku,prompt,model,original_size,scheduler\nA,a mug,tiny,,\nB,a mug,tiny,64x64,\nC,a mug,tiny,,ddim\n";
        // When
        Batch ended = farm.client()
                .awaitEnd(farm.client().submit("a.csv", csv.getBytes(UTF_8)).id(), PATIENCE);
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(requireNonNull(ended.errors()).data())
                .extracting(error -> error.line() + " " + error.field())
                .containsExactly("3 original_size", "4 scheduler");
    }

    @Test
    @Order(4)
    void shouldSayThatNobodyDrawsWithAModelOrRefuseItsBatchesAsTheyAsk() throws Exception {
        // Given
        for (ChildProcess worker : farm.processes().workers()) {
            if (worker.name().equals("worker-2") || worker.name().equals("worker-4")) {
                worker.stop();
            }
        }
        await().atMost(PATIENCE)
                .until(() -> workers(XL).get("readiness").asText().equals("none"));
        String line = "{\"sku\":\"A\",\"prompt\":\"a mug\"}";
        // When
        ShopClient.Answer refused = ask(XL, line, true);
        ShopClient.Answer taken = ask(XL, line, false);
        ShopClient.Answer other = ask("tiny", line, true);
        // Then
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("no_workers");
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("renderfarm.require_worker");
        BatchId waiting = new BatchId(taken.json().get("id").asText());
        Batch held = farm.client()
                .awaitBatch(waiting, PATIENCE, batch -> batch.renderfarm().waitingFor() != null);
        WaitingFor reason = requireNonNull(held.renderfarm().waitingFor());
        assertThat(reason.code()).isEqualTo(WaitingCode.NO_WORKERS);
        assertThat(reason.message()).isEqualTo("no worker of model tiny-sdxl is running");
        assertThat(farm.client()
                        .awaitEnd(new BatchId(other.json().get("id").asText()), PATIENCE)
                        .status())
                .as("the other model's batches go on")
                .isEqualTo(BatchStatus.COMPLETED);
    }

    private static ShopClient.Answer ask(String model, String line, boolean requireWorker) {
        return farm.client()
                .ask(
                        "POST",
                        "/v1/batches",
                        "{\"endpoint\":\"/v1/images/generations\",\"model\":\"" + model + "\",\"requests\":[" + line
                                + "],\"renderfarm\":{\"require_worker\":" + requireWorker + "}}");
    }

    /** The same lines each time, by all samplers of the model. */
    private static BatchId submit(String model) {
        String lines = IntStream.range(0, PICTURES)
                .mapToObj(line -> sku(line) + ",\"a mug, no. " + line + "\"," + model + ",64x64," + (100 + line)
                        + (model.equals(XL) ? ",8," + SAMPLERS.get(line % SAMPLERS.size()) : ",20,") + "\n")
                .collect(Collectors.joining("", "sku,prompt,model,size,seed,num_inference_steps,scheduler\n", ""));
        return farm.client().submit("mugs.csv", lines.getBytes(UTF_8)).id();
    }

    /** Some of the first one's pictures are there, and some of the last one's are not. */
    private static void awaitBegun(List<BatchId> batches) {
        farm.client()
                .awaitBatch(batches.get(0), PATIENCE, now -> now.requestCounts().completed() >= 2);
        assertThat(farm.client().batch(batches.get(1)).status().isTerminal()).isFalse();
    }

    /** Every picture is there once, drawn with that package, and the second batch has the files of the first. */
    private static void assertSameAgain(List<BatchId> batches, String name, TestModel model) throws Exception {
        List<String> skus = IntStream.range(0, PICTURES).mapToObj(ModelsIT::sku).toList();
        String digest = Json.read(
                        Files.readString(model.exported().resolve(ModelManifest.FILE_NAME)), ModelManifest.class)
                .digest();
        Map<String, String> first = Map.of();
        for (BatchId id : batches) {
            Batch ended = farm.client().awaitEnd(id, PATIENCE);
            assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
            FinishedBatch finished = new FinishedBatch(ended, farm.client(), farm.bucket());
            finished.assertEveryPictureThereOnce(skus).assertPicturesDiffer();
            for (String sku : skus) {
                assertThat(finished.row(sku)).containsEntry("model", name);
            }
            for (String key : farm.bucket().images(id)) {
                if (key.endsWith(".json")) {
                    JsonNode metadata = Json.read(farm.bucket().content(key), JsonNode.class);
                    assertThat(metadata.at("/model/name").asText()).as(key).isEqualTo(name);
                    assertThat(metadata.at("/model/digest").asText()).as(key).isEqualTo(digest);
                }
            }
            if (!first.isEmpty()) {
                assertThat(finished.digests()).isEqualTo(first);
            }
            first = finished.digests();
        }
    }

    private static JsonNode model(String name) {
        return Json.read(new String(farm.client().get("/v1/models/" + name), UTF_8), JsonNode.class)
                .get("renderfarm");
    }

    private static JsonNode workers(String name) {
        return model(name).get("workers");
    }

    private static byte[] image(BatchId batch, String sku) {
        return farm.client().get("/v1/batches/" + batch + "/images/" + sku + ".png");
    }

    private static String sku(int line) {
        return "MUG-" + line;
    }

    /** @param cutOut whether the left half of it is transparent */
    private static byte[] picture(boolean cutOut) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int alpha = cutOut && x < SIDE / 2 ? 0 : 255;
                image.setRGB(x, y, alpha << 24 | (x * 4) << 16 | (y * 4) << 8 | 90);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static BufferedImage read(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }
}
