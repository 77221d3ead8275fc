package dev.renderfarm.gpuworker.source;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.gpuworker.store.Patience;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CanvasesTest {

    private static final Backoff PAUSES = Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5), Jitter.NONE);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(NOW);
    private final BucketReader reader = new BucketReader(
            objects,
            new StorageProbe(objects, new WorkerId("worker-1"), new Random(1)),
            new Fitness(3, PAUSES, () -> {}, time),
            new Patience(PAUSES, Duration.ofMinutes(1), time, time));
    private final Canvases canvases = new Canvases(reader, time);

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void shouldLayOthersOutWhileTheBucketHangsOverOne() throws Exception {
        // Given
        SourcePicture mug = stored("mug.png", 1);
        SourcePicture hat = stored("hat.png", 2);
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        objects.failWith(key -> {
            if (key.equals("mug.png")) {
                hanging.countDown();
                await(released);
            }
            return Optional.empty();
        });
        Future<Canvases.Laid> first = other.submit(() -> lay(mug));
        hanging.await();
        // When
        Canvases.Laid second = lay(hat);
        // Then
        assertThat(second.commission().canvas()).isNotNull();
        assertThat(first.isDone()).isFalse();
        released.countDown();
        assertThat(first.get().commission().canvas()).isNotNull();
    }

    @Test
    void shouldTryAnotherTimeWhatCouldNotBeReadOnce() throws Exception {
        // Given
        SourcePicture mug = stored("mug.png", 1);
        objects.delete("mug.png");
        assertThatThrownBy(() -> lay(mug))
                .isInstanceOf(RenderException.class)
                .hasMessageStartingWith("the image mug.png:");
        // When
        stored("mug.png", 1);
        // Then
        assertThat(lay(mug).commission().canvas()).isNotNull();
    }

    @Test
    void shouldReadWhatTheCoordinatorsTookInWhateverTheUsualLimitsAre() throws Exception {
        // Given: pictures of more bytes, pixels and longer sides than any may have
        SourcePicture mug = stored("mug.png", 1);
        SourceLimits small = new SourceLimits(20, 10, 100);
        // Then
        assertThat(lay(new Canvases(reader, time, small, 1 << 20), mug)
                        .commission()
                        .canvas())
                .isNotNull();
        // 512 pixels of 6 bytes are more than a third of this heap
        assertThatThrownBy(() -> lay(new Canvases(reader, time, small, 9_000), mug))
                .isInstanceOfSatisfying(RenderException.class, refused -> assertThat(refused.code())
                        .isEqualTo(FailureCode.SOURCE_UNREADABLE))
                .hasMessageContaining("32x16, more than the 500 pixels")
                .hasMessageContaining("-Xmx")
                .hasMessageContaining("renderfarm.sources.max-pixels");
    }

    private Canvases.Laid lay(SourcePicture source) throws InterruptedException {
        return lay(canvases, source);
    }

    private static Canvases.Laid lay(Canvases canvases, SourcePicture source) throws InterruptedException {
        Edit edit = new Edit(source, null, 1, MaskToLatents.ANY, EncodeMode.MODE, true, 0, null, Resize.EXACT);
        return canvases.lay(
                new ImageRequest("a mug", null, SIZE, Sampling.of(4, 0), 1, edit, Encoding.PLAIN), Cancellation.NEVER);
    }

    private SourcePicture stored(String key, int colour) throws IOException {
        BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, colour);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        objects.put(key, out.toByteArray(), "image/png", Map.of());
        return new SourcePicture(key, Sha256.hex(out.toByteArray()), out.size(), SIZE.width(), SIZE.height());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
