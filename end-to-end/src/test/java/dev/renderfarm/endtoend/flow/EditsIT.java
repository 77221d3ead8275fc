package dev.renderfarm.endtoend.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.provenance.credential.TestAuthority;
import dev.renderfarm.provenance.credential.TestAuthority.Wish;
import dev.renderfarm.provenance.verdict.ProvenanceReader;
import dev.renderfarm.provenance.verdict.ProvenanceVerdict;
import dev.renderfarm.provenance.verdict.ToldAction;
import dev.renderfarm.standalone.farm.FarmPart;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shop's cut-outs on new backgrounds, as a batch by the API, drawn by a real model on two workers, one of which is killed: no
 * byte of a product changes, and each picture says, signed, that a cut-out was placed in it. And pictures that are delivered by
 * a profile.
 */
class EditsIT {

    private static final int CANVAS_WIDTH = 128;
    private static final int CANVAS_HEIGHT = 96;
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;
    private static final int PRODUCTS = 4;
    private static final int PICTURES = 80;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What two places want that pictures are delivered to. */
    private static final String PROFILES = """
            {"profiles": [
              {"name": "white",
               "rules": {"formats": ["png"], "background": {}},
               "sources": [{"rules": ["format", "background"], "source": "a test", "date": "2026-11"}]},
              {"name": "large",
               "rules": {"formats": ["jpeg"], "quality": 90, "sides": {"least_longer": 200}},
               "sources": [{"rules": ["format", "size"], "source": "a test", "date": "2026-11"}]}]}
            """;

    @TempDir
    private static Path folder;

    @AutoClose
    private static FlowFarm farm;

    private static final TestAuthority AUTHORITY = new TestAuthority("Test root");

    @BeforeAll
    static void startFarm() throws Exception {
        Path profiles = Files.writeString(folder.resolve("profiles.json"), PROFILES);
        Wish lasting =
                Wish.good().from(Instant.parse("1960-01-01T00:00:00Z")).until(Instant.parse("2099-01-01T00:00:00Z"));
        TestAuthority.Issued issued = AUTHORITY.issue(lasting);
        Path chain = issued.writeChain(folder.resolve("chain.pem"));
        Path key = issued.writeKey(folder.resolve("signer.key"));
        farm = FlowFarm.start(TestModel.TINY, 2, spec -> spec.withProperty(
                        FarmPart.COORDINATOR, "renderfarm.catalogue.profiles", profiles.toString())
                .withProperty(FarmPart.WORKER, "renderfarm.provenance.c2pa.certificate-chain", chain.toString())
                .withProperty(FarmPart.WORKER, "renderfarm.provenance.c2pa.private-key", key.toString()));
    }

    @Test
    void shouldLeaveEveryProductAsItIsWhenAWorkerIsKilledInTheMiddle() throws Exception {
        // Given
        SortedMap<String, byte[]> products = new TreeMap<>();
        for (int i = 0; i < PRODUCTS; i++) {
            products.put(product(i), cutOut(i));
        }
        // When
        BatchId batch =
                farm.client().submitEdits("edits.csv", sheet(), products).id();
        Batch middle = farm.client()
                .awaitBatch(batch, PATIENCE, now -> now.requestCounts().completed() >= 8);
        farm.processes().worker(1).kill();
        // Then
        assertThat(middle.status()).isEqualTo(BatchStatus.IN_PROGRESS);
        Batch ended = farm.client().awaitEnd(batch, PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket())
                .assertEveryPictureThereOnce(
                        IntStream.range(0, PICTURES).mapToObj(EditsIT::sku).toList())
                .assertPicturesDiffer();
        for (int i = 0; i < PICTURES; i++) {
            assertKept(batch, i, requireNonNull(products.get(product(i))));
        }
        assertVerified(batch, PICTURES);
    }

    /** As OpenAI's own clients put it: the product is a file, named in lines of its batch format. */
    @Test
    void shouldEditWhatLinesOfOpenAisFormName() throws Exception {
        // Given
        FileId product = farm.client().uploadPicture("mug.png", cutOut(1));
        String line = "{\"custom_id\":\"MUG\",\"method\":\"POST\",\"url\":\"/v1/images/edits\",\"body\":{\"prompt\":"
                + "\"on a marble counter\",\"images\":[{\"file_id\":\"" + product + "\"}],\"size\":\"" + CANVAS_WIDTH
                + "x" + CANVAS_HEIGHT + "\"}}\n";
        FileId input = farm.client().upload("edits.jsonl", line.getBytes(StandardCharsets.UTF_8));
        // When
        Batch submitted = Json.read(
                farm.client()
                        .ask(
                                "POST",
                                "/v1/batches",
                                "{\"input_file_id\":\"" + input
                                        + "\",\"endpoint\":\"/v1/images/edits\",\"completion_window\":\"24h\"}")
                        .body(),
                Batch.class);
        Batch ended = farm.client().awaitEnd(submitted.id(), PATIENCE);
        // Then
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(1, 1, 0));
        JsonNode output = Json.read(farm.client().file(requireNonNull(ended.outputFileId())), JsonNode.class);
        assertThat(output.path("custom_id").asText()).isEqualTo("MUG");
        assertThat(output.at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(output.at("/response/body/data")).hasSize(1);
        assertVerified(ended.id(), 1);
        assertThat(FarmTerminal.run(farm, "verify", ended.id().value(), "--rerender"))
                .contains("the same bytes");
        // a cut-out is placed, though no line says where
        assertSigned(farm.client().get("/v1/batches/" + ended.id() + "/images/MUG.png"));
    }

    private static void assertVerified(BatchId batch, int pictures) throws Exception {
        String told = FarmTerminal.run(farm, "verify", batch.value());
        assertThat(told.lines().filter(row -> row.endsWith(" pixels"))).as(told).hasSize(pictures);
    }

    @Test
    void shouldMendPicturesAsTheirProfileWantsAndKeepTheRestAsRejected() throws Exception {
        // Given: a cut-out for either place, and a photo that is painted over, so that nothing of it is sure to be
        // white
        SortedMap<String, byte[]> products = new TreeMap<>();
        products.put(product(0), cutOut(0));
        products.put("street.png", street());
        String lines = "sku,prompt,image,place,size,profile\n"
                + "MUG-0,on marble," + product(0) + ",center,128x96,white\n"
                + "LARGE,on marble," + product(0) + ",center,128x96,large\n"
                + "STREET,a street,street.png,,128x96,white\n";
        // When
        BatchId batch = farm.client()
                .submitEdits("edits.csv", lines.getBytes(StandardCharsets.UTF_8), products)
                .id();
        Batch ended = farm.client().awaitEnd(batch, PATIENCE);
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts().completed()).isEqualTo(3);
        assertKept(batch, 0, requireNonNull(products.get(product(0))));
        BufferedImage white = read(farm.client().get("/v1/batches/" + batch + "/images/MUG-0.png"));
        assertThat(white.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
        assertThat(white.getRGB(CANVAS_WIDTH - 1, CANVAS_HEIGHT / 2)).isEqualTo(0xFFFFFFFF);
        BufferedImage large = read(farm.client().get("/v1/batches/" + batch + "/images/LARGE.jpg"));
        assertThat(large.getWidth() + "x" + large.getHeight()).isEqualTo("200x150");
        assertThat(new String(farm.client().get("/v1/batches/" + batch + "/manifest.csv"), StandardCharsets.UTF_8)
                        .lines())
                .anySatisfy(
                        row -> assertThat(row).startsWith("MUG-0,1,completed").contains(",white,\"background: "))
                .anySatisfy(row ->
                        assertThat(row).startsWith("LARGE,1,completed").contains(",200,150,", ",large,\"size: 128x96"))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("STREET,1,completed")
                        .contains("profile_background", ",rejected,", "of the border is not white"));
    }

    private static void assertKept(BatchId batch, int line, byte[] product) throws Exception {
        BufferedImage source = read(product);
        byte[] file = farm.client().get("/v1/batches/" + batch + "/images/" + sku(line) + ".png");
        assertSigned(file);
        BufferedImage picture = read(file);
        JsonNode metadata = Json.read(
                farm.bucket().content(ObjectKeys.imageMetadata(batch, new ImageName(sku(line)))), JsonNode.class);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int changed = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int argb = source.getRGB(x, y);
                if (argb >>> 24 == 255) {
                    int stored = picture.getRGB(x + left(line), y + top(line));
                    changed += stored == argb ? 0 : 1;
                    kept.writeBytes(new byte[] {(byte) (argb >> 16), (byte) (argb >> 8), (byte) argb});
                }
            }
        }
        assertThat(changed)
                .as("pixels of the product that changed in " + sku(line))
                .isZero();
        assertThat(metadata.path("kept_pixels").asInt()).isPositive().isEqualTo(kept.size() / 3);
        assertThat(metadata.path("kept_sha256").asText()).isEqualTo(Sha256.hex(kept.toByteArray()));
        assertThat(metadata.at("/edit/image/sha256").asText()).isEqualTo(Sha256.hex(product));
    }

    private static void assertSigned(byte[] file) {
        ProvenanceVerdict verdict =
                new ProvenanceReader(List.of(AUTHORITY.certificate()), InstantSource.system()).read(file);
        assertThat(verdict.isGood()).as("%s", verdict).isTrue();
        assertThat(((ProvenanceVerdict.Judged) verdict).actions())
                .extracting(ToldAction::action)
                .containsExactly("c2pa.created", "c2pa.placed");
    }

    /** The pictures of even lines are in the middle. */
    private static byte[] sheet() {
        return IntStream.range(0, PICTURES)
                .mapToObj(line -> sku(line) + ",on a marble counter," + product(line) + ","
                        + (line % 2 == 0 ? "center" : "\"" + left(line) + "," + top(line) + "\"") + ","
                        + CANVAS_WIDTH + "x" + CANVAS_HEIGHT + ",20\n")
                .collect(Collectors.joining("", "sku,prompt,image,place,size,num_inference_steps\n", ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int left(int line) {
        return line % 2 == 0 ? (CANVAS_WIDTH - WIDTH) / 2 : line;
    }

    private static int top(int line) {
        return line % 2 == 0 ? (CANVAS_HEIGHT - HEIGHT) / 2 : 60;
    }

    private static String sku(int line) {
        return "MUG-" + line;
    }

    private static String product(int line) {
        return "mug-" + line % PRODUCTS + ".png";
    }

    private static byte[] street() throws IOException {
        BufferedImage image = new BufferedImage(CANVAS_WIDTH, CANVAS_HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < CANVAS_HEIGHT; y++) {
            for (int x = 0; x < CANVAS_WIDTH; x++) {
                image.setRGB(x, y, x << 16 | y << 8 | 60);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** An ellipse with a soft edge, in colours of its own. */
    private static byte[] cutOut(int number) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double across = (x - WIDTH / 2.0) / (WIDTH / 2.0);
                double down = (y - HEIGHT / 2.0) / (HEIGHT / 2.0);
                int alpha = (int) Math.max(0, Math.min(255, (1 - across * across - down * down) * 1_000));
                image.setRGB(x, y, alpha << 24 | (x * 6) << 16 | (y * 8) << 8 | number * 60);
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
