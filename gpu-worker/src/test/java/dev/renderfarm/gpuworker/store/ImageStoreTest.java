package dev.renderfarm.gpuworker.store;

import static dev.renderfarm.gpuworker.sample.SampleTasks.BATCH;
import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageStoreTest {

    private static final byte[] PNG = {1, 2, 3};
    private static final String SHA256 = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

    private static final Backoff ASIDES = Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(5), Jitter.NONE);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(NOW);
    private final ImageStore store = store(ThumbnailWriter.NONE);

    private ImageStore store(ThumbnailWriter thumbnails) {
        BucketWriter bucket = new BucketWriter(
                objects,
                new StorageProbe(objects, new WorkerId("worker-1"), new Random(1)),
                new Fitness(3, ASIDES, () -> {}, time),
                new Patience(ASIDES, Duration.ofMinutes(1), time, time));
        return new ImageStore(bucket, thumbnails);
    }

    @Test
    void shouldWriteAThumbnailBesideThePicture() throws IOException {
        // Given
        AtomicInteger leftOut = new AtomicInteger();
        ImageStore withThumbnails = store(ThumbnailWriter.into(objects, leftOut::incrementAndGet));
        // When
        withThumbnails.storeSmall(task(3), new ImageSize(512, 256), new byte[512 * 256 * 3]);
        // Then
        assertThat(objects.keys()).containsExactly("batches/batch_1/thumbnails/sku-3.jpg");
        assertThat(ImageIO.read(objects.get("batches/batch_1/thumbnails/sku-3.jpg"))
                        .getHeight())
                .isEqualTo(128);
        assertThat(leftOut).hasValue(0);
    }

    @Test
    void shouldLeaveAThumbnailOutAndCountItWhenTheBucketOrThePixelsFail() {
        // Given
        AtomicInteger leftOut = new AtomicInteger();
        ImageStore withThumbnails = store(ThumbnailWriter.into(objects, leftOut::incrementAndGet));
        // When
        withThumbnails.storeSmall(task(3), new ImageSize(512, 256), new byte[3]);
        objects.setAvailable(false);
        withThumbnails.storeSmall(task(3), new ImageSize(1, 1), new byte[3]);
        // Then
        assertThat(leftOut).hasValue(2);
        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void shouldWritePictureAndMetadataWhenTheBucketIsThere() throws InterruptedException {
        // When
        StoredImage stored = store.store(task(3), PNG, metadata(task(3)), Cancellation.NEVER);
        // Then
        assertThat(stored)
                .isEqualTo(new StoredImage(
                        "batches/batch_1/images/sku-3.png", "batches/batch_1/images/sku-3.json", SHA256, 3));
        assertThat(objects.keys()).containsExactly(stored.metadataKey(), stored.key());
        assertThat(objects.userMetadata(stored.key()))
                .isEqualTo(Map.of(
                        "batch-id", "batch_1",
                        "custom-id", "SKU%203",
                        "seed", "3",
                        "model-digest", "sha256:00112233445566778899",
                        "prompt-sha256", "c9ae3e123a6550ce4d668ceb5d04ba4949a4fdecc0eb78ad8cd26fa499128154"));
    }

    @Test
    void shouldDescribeEverythingWhenTheMetadataIsRead() throws IOException, InterruptedException {
        // When
        StoredImage stored = store.store(task(3), PNG, metadata(task(3)), Cancellation.NEVER);
        // Then
        assertThat(new String(objects.get(stored.metadataKey()).readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("""
                    {
                      "custom_id" : "SKU 3",
                      "batch" : "batch_1",
                      "index" : 3,
                      "attempt" : 1,
                      "prompt" : "a mug",
                      "size" : "32x16",
                      "num_inference_steps" : 4,
                      "guidance_scale" : 0.0,
                      "seed" : 3,
                      "model" : {
                        "name" : "tiny",
                        "version" : "1",
                        "digest" : "sha256:00112233445566778899"
                      },
                      "encoder" : {
                        "name" : "an-encoder",
                        "version" : 1,
                        "level" : "small"
                      },
                      "sha256" : "%s",
                      "worker" : "worker-1",
                      "seconds" : {
                        "denoise" : 1.5,
                        "encode_png" : 0.25
                      },
                      "usage" : {
                        "device_seconds" : 1.75,
                        "energy_joules" : 437.5
                      },
                      "created_at" : "2026-01-02T03:04:05Z",
                      "dhash" : "00ff00ff00ff00ff"
                    }
                    """.formatted(SHA256));
    }

    @Test
    void shouldTellVariantAndGuidanceWhenTheMetadataIsRead() throws IOException, InterruptedException {
        // Given
        ImageRequest guided =
                new ImageRequest("a mug", "blur", SIZE, Sampling.of(50, 4.0).withCfgLimits(1.5, 0.25), 3);
        RenderTask task = RenderTask.of(
                BATCH, MANIFEST.name(), new RenderItem(3, 5, "SKU 3", 2, new ImageName("sku-3-2"), guided), 1);
        // When
        StoredImage stored = store.store(task, PNG, metadata(task), Cancellation.NEVER);
        // Then
        assertThat(stored.key()).endsWith("/sku-3-2.png");
        assertThat(new String(objects.get(stored.metadataKey()).readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"variant\" : 2,", "\"negative_prompt\" : \"blur\",", "\"num_inference_steps\" : 50,")
                .contains("\"guidance_scale\" : 4.0,", "\"cfg_normalization\" : 1.5,", "\"cfg_truncation\" : 0.25,");
    }

    @Test
    void shouldStayAsciiAndShortWhenTheIdIsNeither() throws InterruptedException {
        // Given
        RenderTask hostile = RenderTask.of(
                BATCH,
                MANIFEST.name(),
                new RenderItem(
                        3,
                        5,
                        "é\r\nx: y".repeat(500),
                        null,
                        new ImageName("sku-3"),
                        task(3).item().image()),
                1);
        // When
        StoredImage stored = store.store(hostile, PNG, metadata(hostile), Cancellation.NEVER);
        // Then
        String label = objects.userMetadata(stored.key()).get("custom-id");
        assertThat(label)
                .startsWith("%C3%A9%0D%0Ax%3A%20y")
                .hasSizeBetween(500, 512)
                .matches("[ -~]*%[0-9A-F]{2}.?");
    }

    private static ImageMetadata metadata(RenderTask task) {
        return ImageMetadata.of(
                task,
                PNG,
                MANIFEST,
                new ImageMetadata.Encoder("an-encoder", 1, "small"),
                null,
                new ImageMetadata.Made(
                        new WorkerId("worker-1"),
                        Map.of(Stage.DENOISE, Duration.ofMillis(1500), Stage.ENCODE_PNG, Duration.ofMillis(250)),
                        Usage.of(Duration.ofMillis(1750), OptionalLong.of(437_500)),
                        NOW,
                        SourceTrace.NONE,
                        null,
                        null,
                        "00ff00ff00ff00ff"));
    }
}
