package dev.renderfarm.coordinator.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThumbnailStoreTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final ImageName NAME = new ImageName("A");
    private static final String KEY = ObjectKeys.thumbnail(BATCH, NAME);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @BeforeEach
    void putAPicture() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png", png);
        objects.put(ObjectKeys.image(BATCH, ImageFile.parse("A.png")), png.toByteArray(), "image/png", Map.of());
    }

    @Test
    void shouldHandOutWhatTheWorkerLeft() throws InterruptedException {
        objects.put(KEY, new byte[] {1}, "image/jpeg", Map.of());
        assertThat(new ThumbnailStore(objects, Duration.ZERO).get(BATCH, NAME)).contains(new byte[] {1});
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeOneOfAPictureOfAnyFormat(ImageFormat format) throws Exception {
        // Given
        objects.delete(ObjectKeys.image(BATCH, ImageFile.parse("A.png")));
        try (var in = ThumbnailStoreTest.class.getResourceAsStream("/pictures/red." + format.extension())) {
            byte[] file = Objects.requireNonNull(in).readAllBytes();
            objects.put(ObjectKeys.image(BATCH, new ImageFile(NAME, format)), file, format.contentType(), Map.of());
        }
        // When
        byte[] jpeg =
                new ThumbnailStore(objects, Duration.ZERO).get(BATCH, NAME).orElseThrow();
        // Then
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(new Color(small.getRGB(8, 8)).getRed()).isGreaterThan(230);
        assertThat(new Color(small.getRGB(8, 8)).getGreen()).isLessThan(25);
        assertThat(small.getWidth()).isEqualTo(32);
    }

    @Test
    void shouldHandOutWhatItMadeWhereTheBucketDoesNotKeepIt() throws InterruptedException {
        // Given: it can be looked for once, and again in its turn, and not be written
        int[] looks = {0};
        objects.failWith(key -> key.equals(KEY) && ++looks[0] > 2
                ? Optional.of(new StorageUnavailableException("full", null))
                : Optional.empty());
        // Then
        assertThat(new ThumbnailStore(objects, Duration.ZERO).get(BATCH, NAME)).isPresent();
        assertThat(objects.keys()).doesNotContain(KEY);
    }

    @Test
    void shouldMakeTwoAtATimeAndSendOthersAway() throws Exception {
        // Given: two that are being made stand still
        CountDownLatch begun = new CountDownLatch(ThumbnailStore.AT_ONCE);
        CountDownLatch goOn = new CountDownLatch(1);
        ThumbnailStore thumbnails = new ThumbnailStore(objects, Duration.ZERO);
        objects.failWith(key -> {
            if (key.equals(KEY) && Thread.currentThread().getName().startsWith("maker") && seenBefore()) {
                begun.countDown();
                await(goOn);
            }
            return Optional.empty();
        });
        CompletableFuture<?> makers = CompletableFuture.allOf(maker(thumbnails, 1), maker(thumbnails, 2));
        begun.await();
        // Then
        assertThatThrownBy(() -> thumbnails.get(BATCH, NAME)).isInstanceOf(StorageUnavailableException.class);
        goOn.countDown();
        makers.get();
        assertThat(thumbnails.get(BATCH, NAME)).isPresent();
    }

    private final ThreadLocal<Integer> looks = ThreadLocal.withInitial(() -> 0);

    /** Its second look is in its turn. */
    private boolean seenBefore() {
        looks.set(looks.get() + 1);
        return looks.get() == 2;
    }

    private static CompletableFuture<Void> maker(ThumbnailStore thumbnails, int number) {
        CompletableFuture<Void> made = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                assertThat(thumbnails.get(BATCH, NAME)).isPresent();
                                made.complete(null);
                            } catch (InterruptedException | RuntimeException | AssertionError e) {
                                made.completeExceptionally(e);
                            }
                        },
                        "maker-" + number)
                .start();
        return made;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
