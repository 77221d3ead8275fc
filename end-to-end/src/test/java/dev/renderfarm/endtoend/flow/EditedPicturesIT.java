package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Products on new backgrounds, by workers that a broker and a bucket are real to: no byte of a product changes. */
class EditedPicturesIT {

    private static final BatchId BATCH = new BatchId("batch_edits");
    private static final ModelName MODEL = new ModelName("tiny");
    private static final ImageSize SIZE = new ImageSize(128, 96);
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;
    private static final int PRODUCTS = 4;
    private static final int PICTURES = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void shouldLeaveEveryProductAsItIsWhenAWorkerIsKilledInTheMiddle() throws Exception {
        try (FlowFarm farm = FlowFarm.drawingPatterns(2)) {
            // Given
            List<byte[]> products = new ArrayList<>();
            for (int i = 0; i < PRODUCTS; i++) {
                products.add(product(i));
                farm.bucket().put(key(i), products.get(i));
            }
            // When
            send(farm, products);
            awaitPictures(farm, 6);
            farm.processes().worker(1).kill();
            // Then
            awaitPictures(farm, PICTURES);
            for (int i = 0; i < PICTURES; i++) {
                assertKept(farm, i, products.get(i % PRODUCTS));
            }
        }
    }

    private static void assertKept(FlowFarm farm, int index, byte[] product) throws Exception {
        BufferedImage source = read(product);
        ImageName name = name(index);
        JsonNode metadata = Json.read(farm.bucket().content(ObjectKeys.imageMetadata(BATCH, name)), JsonNode.class);
        BufferedImage picture = read(farm.bucket().content("batches/" + BATCH + "/images/" + name + ".png"));
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int changed = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int argb = source.getRGB(x, y);
                if (argb >>> 24 == 255) {
                    int stored = picture.getRGB(x + (SIZE.width() - WIDTH) / 2, y + (SIZE.height() - HEIGHT) / 2);
                    changed += stored == argb ? 0 : 1;
                    kept.writeBytes(new byte[] {(byte) (argb >> 16), (byte) (argb >> 8), (byte) argb});
                }
            }
        }
        assertThat(changed).as("pixels of the product that changed in " + name).isZero();
        assertThat(metadata.path("kept_pixels").asInt()).isPositive().isEqualTo(kept.size() / 3);
        assertThat(metadata.path("kept_sha256").asText()).isEqualTo(Sha256.hex(kept.toByteArray()));
        assertThat(picture.getRGB(0, 0)).isNotEqualTo(0xff808080);
    }

    private static void send(FlowFarm farm, List<byte[]> products) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", farm.processes().services().bootstrapServers());
        String topic = new FarmTopics(FarmName.DEFAULT).tasks(MODEL, Lane.BATCH);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < PICTURES; i++) {
                RenderTask task = task(i, products.get(i % PRODUCTS));
                producer.send(new ProducerRecord<>(topic, task.taskId().toString(), Json.bytes(task)))
                        .get();
            }
        }
    }

    private static RenderTask task(int index, byte[] product) {
        SourcePicture source =
                new SourcePicture(key(index % PRODUCTS), Sha256.hex(product), product.length, WIDTH, HEIGHT);
        Edit edit = new Edit(
                source, null, 1, MaskToLatents.ANY, EncodeMode.MODE, true, 0, new Place.Centred(null), Resize.CONTAIN);
        ImageRequest request =
                new ImageRequest("on a marble counter", null, SIZE, Sampling.of(8, 0), index, edit, Encoding.PLAIN);
        RenderItem item = new RenderItem(index, index + 2, "MUG-" + index, null, name(index), request);
        return RenderTask.of(BATCH, MODEL, item, 1);
    }

    private static void awaitPictures(FlowFarm farm, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(farm.bucket().images(BATCH))
                .filteredOn(key -> key.endsWith(".json"))
                .hasSizeGreaterThanOrEqualTo(count));
    }

    private static ImageName name(int index) {
        return new ImageName("mug-" + index);
    }

    private static String key(int product) {
        return "sources/product-" + product + ".png";
    }

    /** An ellipse with a soft edge, in colours of its own. */
    private static byte[] product(int number) throws IOException {
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
