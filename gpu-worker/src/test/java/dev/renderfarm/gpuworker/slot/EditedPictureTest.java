package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.BATCH;
import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static dev.renderfarm.gpuworker.sample.SampleTasks.item;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a task that begins with a picture. */
class EditedPictureTest {

    private static final SourceReader READER = new SourceReader(SourceLimits.DEFAULT);

    private final SlotFixture worker = new SlotFixture();

    @Test
    void shouldStoreThePictureWithWhatIsKeptUnchangedWhenItIsACutOut() throws InterruptedException, IOException {
        // Given: a product of 12x8 in the middle of a canvas of 32x16
        SourcePicture product = stored("product.png", cutOut(12, 8));
        // When
        work(task(1, edit(product, null, new Place.Centred(null), 1)));
        // Then
        Rendered rendered = (Rendered) worker.reporter.outcomes().get(0);
        Pixels picture = READER.read(bytes(rendered.image().key()));
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 12; x++) {
                int at = ((y + 4) * SIZE.width() + x + 10) * 3;
                assertThat(picture.rgb()[at]).isEqualTo((byte) (x * 20));
                assertThat(picture.rgb()[at + 1]).isEqualTo((byte) (y * 30));
            }
        }
        JsonNode metadata = new ObjectMapper().readTree(bytes(rendered.image().metadataKey()));
        assertThat(metadata.path("kept_pixels").asInt()).isEqualTo(12 * 8);
        assertThat(metadata.path("kept_sha256").asText()).isEqualTo(Sha256.hex(colours(12, 8)));
        assertThat(metadata.path("edit").path("image").path("key").asText()).isEqualTo("product.png");
        assertThat(metadata.has("resized_from")).isFalse();
        assertThat(metadata.path("seconds").has("read_source")).isTrue();
        assertThat(worker.meters.stages).contains(Stage.READ_SOURCE);
    }

    @Test
    void shouldSayWhatThePictureWasWhenItWasResizedAndItsBackgroundWhite() throws InterruptedException, IOException {
        // Given: a dark quarter of a white picture
        SourcePicture shot = stored("shot.png", packShot(64, 32));
        // When
        work(task(1, edit(shot, new Mask.WhiteBackground(12), null, 1)));
        // Then
        Rendered rendered = (Rendered) worker.reporter.outcomes().get(0);
        JsonNode metadata = new ObjectMapper().readTree(bytes(rendered.image().metadataKey()));
        assertThat(metadata.path("resized_from").asText()).isEqualTo("64x32");
        assertThat(metadata.path("kept_share").asDouble()).isEqualTo(0.25);
    }

    @Test
    void shouldDrawTogetherOnlyWhatBeginsAtTheSameStep() throws InterruptedException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        Place middle = new Place.Centred(null);
        Renderable weak = task(1, edit(product, null, middle, 0.5));
        Renderable strong = task(2, edit(product, null, middle, 1));
        Renderable asStrong = task(3, edit(product, null, middle, 1));
        // When
        work(weak, strong, claimed(4), asStrong);
        // Then
        assertThat(worker.renderer.microBatches())
                .extracting(microBatch ->
                        microBatch.stream().map(ImageRequest::seed).toList())
                .containsExactly(List.of(1L), List.of(2L, 4L, 3L));
        assertThat(worker.reporter.outcomes()).hasSize(4).allMatch(Rendered.class::isInstance);
    }

    @Test
    void shouldFailOnlyTheCulpritByNameWhenASourceIsGoneChangedOrNoPicture() throws InterruptedException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        SourcePicture gone = new SourcePicture("gone.png", product.sha256().replace('a', 'b'), 9, 12, 8);
        SourcePicture changed = new SourcePicture("product.png", Sha256.hex("another"), 9, 12, 8);
        SourcePicture text = stored("text.png", "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Place middle = new Place.Centred(null);
        // When
        work(
                task(1, edit(gone, null, middle, 1)),
                task(2, edit(product, null, middle, 1)),
                task(3, edit(changed, null, middle, 1)),
                task(4, edit(text, null, middle, 1)),
                task(5, edit(product, null, new Place.At(30, 0, null, null), 1)));
        // Then
        Map<Integer, TaskOutcome> outcomes = new java.util.TreeMap<>();
        worker.reporter.results().forEach(result -> outcomes.put(result.taskId().index(), result.outcome()));
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.SOURCE_MISSING);
            assertThat(failed.detail()).startsWith("the image gone.png: ").contains("upload it again");
        });
        assertThat(outcomes.get(2)).isInstanceOf(Rendered.class);
        assertThat(codeOf(outcomes.get(3))).isEqualTo(FailureCode.SOURCE_CHANGED);
        assertThat(codeOf(outcomes.get(4))).isEqualTo(FailureCode.SOURCE_UNREADABLE);
        assertThat(codeOf(outcomes.get(5))).isEqualTo(FailureCode.INVALID_REQUEST);
    }

    @Test
    void shouldSayThatItIsTheMaskWhenTheMaskIsGone() throws InterruptedException {
        // Given
        SourcePicture shot = stored("shot.png", packShot(64, 32));
        SourcePicture gone = new SourcePicture("outline.png", "00", 9, 64, 32);
        // When
        work(task(1, edit(shot, new Mask.OfFile(gone), null, 1)));
        // Then
        assertThat(worker.reporter.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.detail())
                        .startsWith("the mask outline.png: it has been deleted"));
    }

    @Test
    void shouldDrawTheOthersTogetherWhenLayingOneOutFailsUnexpectedly() throws InterruptedException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        SourcePicture odd = new SourcePicture("odd.png", "00", 9, 12, 8);
        worker.objects.failWith(key -> {
            if (key.equals("odd.png")) {
                throw new IllegalStateException("made by the test");
            }
            return Optional.empty();
        });
        Place middle = new Place.Centred(null);
        // When
        work(task(1, edit(product, null, middle, 1)), task(2, edit(odd, null, middle, 1)), claimed(3));
        // Then
        assertThat(worker.renderer.microBatches())
                .extracting(microBatch ->
                        microBatch.stream().map(ImageRequest::seed).toList())
                .containsExactly(List.of(1L, 3L));
        assertThat(worker.reporter.results())
                .filteredOn(result -> result.outcome() instanceof Failed)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.taskId().index()).isEqualTo(2);
                    assertThat(codeOf(result.outcome())).isEqualTo(FailureCode.INTERNAL_ERROR);
                });
    }

    @Test
    void shouldTellByWhatWasPaintedAnewThatEditsLookAlike() throws InterruptedException {
        // Given: two products of one shape, before what is drawn from one seed, and from another one
        SourcePicture product = stored("product.png", cutOut(12, 8));
        SourcePicture other = stored("other.png", packShot(12, 8));
        Place middle = new Place.Centred(null);
        worker.renderer.draws(request -> ramp(request.seed() == 3));
        // When
        work(
                variant(1, edit(product, null, middle, 1)),
                variant(2, edit(other, null, middle, 1)),
                variant(3, edit(product, null, middle, 1)),
                variant(4, edit(product, null, middle, 0.5)));
        // Then
        Map<Integer, Likeness> told = new java.util.TreeMap<>();
        worker.reporter
                .results()
                .forEach(result -> told.put(
                        result.taskId().index(),
                        requireNonNull(((Rendered) result.outcome()).image().likeness())));
        assertThat(requireNonNull(told.get(1))).isEqualTo(new Likeness("ffffffffffffffff", 1));
        assertThat(requireNonNull(told.get(2))).isEqualTo(new Likeness("ffffffffffffffff", 2));
        assertThat(requireNonNull(told.get(3)).dhash()).isEqualTo("0000000000000000");
        assertThat(requireNonNull(told.get(4)).variant()).isNull();
    }

    private static byte[] ramp(boolean isFalling) {
        byte[] rgb = new byte[(int) SIZE.pixels() * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIZE.width();
            rgb[i] = (byte) (7 * (isFalling ? SIZE.width() - x : x));
        }
        return rgb;
    }

    private static Renderable variant(int variant, Edit edit) {
        RenderTask task = task(variant, edit).task();
        RenderItem item = task.item();
        return new Renderable(
                RenderTask.of(
                        BATCH,
                        MANIFEST.name(),
                        new RenderItem(
                                item.index(), item.line(), item.customId(), variant, item.imageName(), item.image()),
                        1),
                1,
                NOW,
                NOW);
    }

    @Test
    void shouldTellWhoSignsWhatTheSourceWasAndWhetherItWasPlaced() throws InterruptedException {
        // Given
        List<SourceUse> told = new ArrayList<>();
        worker.signing = new FileSigning() {
            @Override
            public byte[] signed(byte[] file, @Nullable SourceUse source) {
                told.add(requireNonNull(source));
                return file;
            }

            @Override
            public Optional<String> form() {
                return Optional.of("c2pa");
            }
        };
        SourcePicture product = stored("product", cutOut(12, 8));
        SourcePicture shot = stored("shot", encoded(packShot(64, 32), "jpg"));
        Edit unpasted = new Edit(product, null, 1, MaskToLatents.ANY, EncodeMode.MODE, false, 0, null, Resize.CONTAIN);
        // When: a cut-out that nobody placed, a photo with a mask, one that is all drawn over, and one on a larger
        // canvas
        work(
                task(1, edit(product, null, null, 1)),
                task(2, edit(shot, new Mask.WhiteBackground(40), null, 1)),
                task(3, edit(shot, null, null, 1)),
                task(4, edit(shot, null, new Place.Centred(0.5), 1)),
                task(5, unpasted));
        // Then
        assertThat(told)
                .containsExactly(
                        new SourceUse(product, "image/png", true),
                        new SourceUse(shot, "image/jpeg", false),
                        new SourceUse(shot, "image/jpeg", false),
                        new SourceUse(shot, "image/jpeg", true),
                        new SourceUse(product, "image/png", false));
    }

    @Test
    void shouldProveNothingWhenTheFileLosesSomeOfThePicture() throws InterruptedException, IOException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        Edit edit = edit(product, null, new Place.Centred(null), 1);
        // When
        work(task(1, edit, new Encoding(ImageFormat.JPEG, 90)));
        // Then
        Rendered rendered = (Rendered) worker.reporter.outcomes().get(0);
        JsonNode metadata = new ObjectMapper().readTree(bytes(rendered.image().metadataKey()));
        assertThat(metadata.path("edit").path("image").path("key").asText()).isEqualTo("product.png");
        assertThat(metadata.has("kept_pixels")).isFalse();
        assertThat(metadata.has("kept_sha256")).isFalse();
    }

    @Test
    void shouldWaitForTheBucketWhenItIsAwayForAMoment() throws InterruptedException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        worker.objects.setAvailable(false);
        worker.time.whenSleeping(() -> worker.objects.setAvailable(true));
        // When
        work(task(1, edit(product, null, new Place.Centred(null), 1)));
        // Then
        assertThat(worker.reporter.outcomes()).singleElement().isInstanceOf(Rendered.class);
    }

    @Test
    void shouldLeaveItToAnotherAttemptWhenTheBucketIsAway() throws InterruptedException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        worker.objects.setAvailable(false);
        // When
        work(task(1, edit(product, null, new Place.Centred(null), 1)));
        // Then
        assertThat(codeOf(worker.reporter.outcomes().get(0))).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
    }

    @Test
    void shouldReadASourceOnceWhenSeveralLinesBeginWithIt() throws InterruptedException {
        // Given
        SourcePicture product = stored("product.png", cutOut(12, 8));
        work(task(1, edit(product, null, new Place.Centred(null), 1)));
        worker.objects.delete("product.png");
        // When
        work(task(2, edit(product, null, new Place.Centred(null), 1)));
        // Then
        assertThat(worker.reporter.outcomes()).hasSize(2).allMatch(Rendered.class::isInstance);
    }

    private static FailureCode codeOf(@Nullable TaskOutcome outcome) {
        return requireNonNull(outcome)
                .fold(
                        rendered -> {
                            throw new AssertionError("it was rendered");
                        },
                        Failed::code,
                        declined -> {
                            throw new AssertionError("it was declined");
                        });
    }

    private void work(Renderable... tasks) throws InterruptedException {
        worker.flow.work(List.of(tasks), () -> false, () -> {});
    }

    private static Renderable task(int index, Edit edit) {
        return task(index, edit, Encoding.PLAIN);
    }

    private static Renderable task(int index, Edit edit, Encoding encoding) {
        ImageRequest request = new ImageRequest("a mug", null, SIZE, Sampling.of(4, 0), index, edit, encoding);
        return new Renderable(RenderTask.of(BATCH, MANIFEST.name(), item(index, request), 1), 1, NOW, NOW);
    }

    private static Edit edit(SourcePicture image, @Nullable Mask mask, @Nullable Place place, double strength) {
        return new Edit(image, mask, strength, MaskToLatents.ANY, EncodeMode.MODE, true, 0, place, Resize.CONTAIN);
    }

    private SourcePicture stored(String key, byte[] file) {
        worker.objects.put(key, file, "image/png", Map.of());
        return new SourcePicture(key, Sha256.hex(file), file.length, 1, 1);
    }

    private byte[] bytes(String key) throws IOException {
        try (InputStream in = worker.objects.get(key)) {
            return in.readAllBytes();
        }
    }

    private static byte[] colours(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            rgb[i * 3] = (byte) (i % width * 20);
            rgb[i * 3 + 1] = (byte) (i / width * 30);
            rgb[i * 3 + 2] = 77;
        }
        return rgb;
    }

    private static byte[] encoded(byte[] png, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(ImageIO.read(new ByteArrayInputStream(png)), format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As opaque as what stands in a cut-out is. */
    private static byte[] cutOut(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (0xff << 24) | (x * 20 << 16) | (y * 30 << 8) | 77);
            }
        }
        return png(image);
    }

    private static byte[] packShot(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = x >= width / 4 && x < width * 3 / 4 && y >= height / 4 && y < height * 3 / 4;
                image.setRGB(x, y, inside ? 0x203040 : 0xfdfdfd);
            }
        }
        return png(image);
    }

    private static byte[] png(BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
