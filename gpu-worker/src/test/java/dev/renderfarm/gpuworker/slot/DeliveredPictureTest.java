package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.BATCH;
import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static dev.renderfarm.gpuworker.sample.SampleTasks.item;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Fill;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a task whose picture is delivered by a profile. */
class DeliveredPictureTest {

    private static final SourceReader READER = new SourceReader(SourceLimits.DEFAULT);
    private static final Sides LARGER = new Sides(48, null, null, null, null);

    private final SlotFixture worker = new SlotFixture();

    @Test
    void shouldStoreTheMendedPictureAndSayInResultAndMetadataWhatItWas() throws InterruptedException, IOException {
        // When
        work(task(ImageFormat.JPEG, LARGER, null, null, null, null));
        // Then
        StoredImage stored = ((Rendered) worker.reporter.outcomes().get(0)).image();
        DeliveryReport report = requireNonNull(stored.delivered());
        assertThat(report.size()).isEqualTo(new ImageSize(48, 24));
        assertThat(report.mended()).extracting(RuleFinding::rule).containsExactly(ProfileRule.SIZE);
        assertThat(stored.rejected()).isNull();
        Pixels picture = READER.read(bytes(stored.key()));
        assertThat(picture.width() + "x" + picture.height()).isEqualTo("48x24");
        JsonNode metadata = Json.read(bytes(stored.metadataKey()), JsonNode.class);
        assertThat(metadata.path("size").asText()).isEqualTo("32x16");
        assertThat(metadata.at("/delivered/size").asText()).isEqualTo("48x24");
        assertThat(metadata.at("/delivered/mended/0/rule").asText()).isEqualTo("size");
        assertThat(metadata.at("/delivery/profile").asText()).isEqualTo("house");
    }

    @Test
    void shouldFailTheAttemptByTheNameOfTheRuleWhenAnotherSeedMayHelp() throws InterruptedException {
        // Given: noise, which is white nowhere
        work(task(ImageFormat.PNG, null, new Background(null), null, null, null));
        // Then
        assertThat(worker.reporter.outcomes()).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.PROFILE_BACKGROUND);
            assertThat(failed.detail())
                    .startsWith("house does not take it: background: ")
                    .endsWith("of the border is not white, within 16 levels, wanted 255 all around the product");
        });
        assertThat(worker.objects.keys()).noneMatch(key -> key.contains("/images/"));
    }

    @Test
    void shouldRankOneThatIsSpoiltBehindThoseThatItsProfileDoesNotTake() throws InterruptedException {
        // Given: grey all over, in a frame that is to be white
        worker.renderer.draws(request -> {
            byte[] grey = new byte[Math.toIntExact(request.size().pixels() * 3)];
            Arrays.fill(grey, (byte) 90);
            return grey;
        });
        // When
        work(task(ImageFormat.PNG, null, new Background(null), null, new Redraw(1, true, new Shortfall(1, 1)), null));
        // Then
        assertThat(worker.reporter.outcomes()).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.BLANK_IMAGE);
            assertThat(failed.shortfall()).isEqualTo(new Shortfall(3, 3));
        });
    }

    @Test
    void shouldKeepAtOnceWhatNoSeedCanMend() throws InterruptedException, IOException {
        // Given: a photo on pale grey that is kept, but for a spot of its product
        work(task(ImageFormat.PNG, null, new Background(null), null, null, spotOfPhoto()));
        // Then
        assertThat(worker.reporter.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(Rendered.class, rendered -> assertThat(
                                requireNonNull(rendered.image().rejected()).detail())
                        .contains("pixels of the source's own ground, which are kept, are not 255"));
    }

    @Test
    void shouldKeepThePictureOfTheLastAttemptWithWhatItFails() throws InterruptedException, IOException {
        // When
        work(task(ImageFormat.PNG, null, new Background(null), null, new Redraw(2, true), null));
        // Then
        StoredImage stored = ((Rendered) worker.reporter.outcomes().get(0)).image();
        assertThat(requireNonNull(stored.rejected()).code()).isEqualTo(FailureCode.PROFILE_BACKGROUND);
        assertThat(requireNonNull(stored.delivered()).failed())
                .extracting(RuleFinding::rule)
                .containsExactly(ProfileRule.BACKGROUND);
        assertThat(Json.read(bytes(stored.metadataKey()), JsonNode.class)
                        .at("/rejected/code")
                        .asText())
                .isEqualTo("profile_background");
    }

    @Test
    void shouldProveWhatIsKeptOfAnEditWhenOnlyItsGroundIsWhitened() throws InterruptedException, IOException {
        // When
        work(task(ImageFormat.PNG, null, new Background(null), null, null, edit()));
        // Then
        StoredImage stored = ((Rendered) worker.reporter.outcomes().get(0)).image();
        JsonNode metadata = Json.read(bytes(stored.metadataKey()), JsonNode.class);
        assertThat(metadata.path("kept_pixels").asInt()).isEqualTo(12 * 7);
        Pixels picture = READER.read(bytes(stored.key()));
        assertThat(Arrays.copyOfRange(picture.rgb(), 0, 6)).containsOnly((byte) 255);
        assertThat(requireNonNull(stored.delivered()).mended())
                .extracting(RuleFinding::rule)
                .containsExactly(ProfileRule.BACKGROUND);
    }

    @Test
    void shouldTellNothingThatIsKeptWhenAnEditIsCroppedByItsProfile() throws InterruptedException, IOException {
        // When
        work(task(ImageFormat.PNG, null, new Background(null), new Fill(0.6, null), null, edit()));
        // Then
        StoredImage stored = ((Rendered) worker.reporter.outcomes().get(0)).image();
        JsonNode metadata = Json.read(bytes(stored.metadataKey()), JsonNode.class);
        assertThat(metadata.has("kept_pixels")).isFalse();
        assertThat(metadata.has("kept_sha256")).isFalse();
        assertThat(requireNonNull(stored.delivered()).mended())
                .extracting(RuleFinding::rule)
                .containsExactly(ProfileRule.BACKGROUND, ProfileRule.FILL);
    }

    private void work(Renderable task) throws InterruptedException {
        worker.flow.work(List.of(task), () -> false, () -> {});
    }

    private static Renderable task(
            ImageFormat format,
            @Nullable Sides sides,
            @Nullable Background background,
            @Nullable Fill fill,
            @Nullable Redraw redraw,
            @Nullable Edit edit) {
        var rules = new DeliveryRules(List.of(format), null, null, sides, background, fill);
        Encoding encoding = new Delivery("house", rules).encoding(null);
        var request = new ImageRequest("a mug", null, SIZE, Sampling.of(4, 0), 1, edit, encoding);
        RenderTask task = RenderTask.of(BATCH, MANIFEST.name(), item(1, request), 1);
        return new Renderable(redraw == null ? task : task.as(redraw), 1, NOW, NOW);
    }

    /** Of a product of 12x8 in the middle of 32x16, whose top row is transparent. */
    private Edit edit() throws IOException {
        BufferedImage image = new BufferedImage(12, 8, BufferedImage.TYPE_INT_ARGB);
        for (int y = 1; y < 8; y++) {
            for (int x = 0; x < 12; x++) {
                image.setRGB(x, y, (0xff << 24) | (x * 20 << 16) | (y * 30 << 8) | 77);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        byte[] file = out.toByteArray();
        worker.objects.put("product.png", file, "image/png", Map.of());
        return new Edit(
                new SourcePicture("product.png", Sha256.hex(file), file.length, 12, 8),
                null,
                1,
                MaskToLatents.ANY,
                EncodeMode.MODE,
                true,
                0,
                new Place.Centred(null),
                Resize.CONTAIN);
    }

    private Edit spotOfPhoto() throws IOException {
        BufferedImage photo = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 32; x++) {
                boolean product = x >= 8 && x < 24 && y >= 4 && y < 12;
                boolean spot = x >= 14 && x < 18 && y >= 6 && y < 10;
                photo.setRGB(x, y, product ? (x * 7 << 16) | (y * 15 << 8) | 40 : 0xfafafa);
                mask.setRGB(x, y, spot ? 0xffffff : 0);
            }
        }
        return new Edit(
                source("photo.png", photo),
                new Mask.OfFile(source("mask.png", mask)),
                1,
                MaskToLatents.ANY,
                EncodeMode.MODE,
                true,
                0,
                null,
                Resize.CONTAIN);
    }

    private SourcePicture source(String key, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        byte[] file = out.toByteArray();
        worker.objects.put(key, file, "image/png", Map.of());
        return new SourcePicture(key, Sha256.hex(file), file.length, image.getWidth(), image.getHeight());
    }

    private byte[] bytes(String key) throws IOException {
        try (InputStream in = worker.objects.get(key)) {
            return in.readAllBytes();
        }
    }
}
