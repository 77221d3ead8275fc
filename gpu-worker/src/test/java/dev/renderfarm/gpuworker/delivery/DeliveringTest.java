package dev.renderfarm.gpuworker.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Fill;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveringTest {

    private static final ImageSize CANVAS = new ImageSize(64, 48);
    private static final int GREY = 120;
    private static final int PALE = 250;

    @Test
    void shouldChangeNothingWhenNothingIsRuled() {
        Picture picture = DrawnProducts.on(GREY, 64, 48, 0.5);
        Delivered delivered = Delivering.of(picture, house(null, null, null), null, null);
        assertThat(delivered.picture().rgb()).isEqualTo(picture.rgb());
        assertThat(delivered.isMoved()).isFalse();
        assertThat(delivered.mended()).isEmpty();
    }

    @Test
    void shouldWhitenWhatIsNearlyWhiteAroundTheProductAndLeaveTheProductAlone() {
        // Given
        Picture picture = DrawnProducts.on(PALE, 64, 48, 0.5);
        // When
        Delivered delivered = Delivering.of(picture, house(null, new Background(null), null), null, null);
        // Then
        byte[] rgb = delivered.picture().rgb();
        for (int i = 0; i < rgb.length; i++) {
            boolean isGround = picture.rgb()[i] == (byte) PALE;
            assertThat(rgb[i]).isEqualTo(isGround ? (byte) 255 : picture.rgb()[i]);
        }
        assertThat(delivered.mended()).extracting(RuleFinding::rule).containsExactly(ProfileRule.BACKGROUND);
        assertThat(delivered.mended().get(0).measured())
                .isEqualTo("2304 of 2304 pixels around the product were not 255");
        assertThat(delivered.isMoved()).isFalse();
    }

    @Test
    void shouldSayHowMuchOfTheBorderIsNotWhite() {
        // Given: a quarter of the border, on the left, is dark
        Picture picture = DrawnProducts.on(255, 40, 40, 0.5);
        for (int y = 0; y < 40; y++) {
            Arrays.fill(picture.rgb(), y * 120, y * 120 + 3, (byte) 9);
        }
        // When
        Delivered delivered =
                Delivering.of(picture, house(null, new Background(null), new Fill(0.85, null)), null, null);
        // Then
        assertThat(delivered.failed()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(ProfileRule.BACKGROUND);
            assertThat(finding.measured()).isEqualTo("26.3 % of the border is not white, within 16 levels");
        });
    }

    @Test
    void shouldCropToTheShareThatIsWantedAndLeaveNoRingsOfResizingOnTheWhite() {
        // Given
        Picture picture = DrawnProducts.on(255, 200, 100, 0.6);
        // When
        Delivered delivered =
                Delivering.of(picture, house(null, new Background(null), new Fill(0.85, null)), null, null);
        // Then
        assertThat(delivered.picture().size()).isEqualTo(new ImageSize(200, 100));
        assertThat(delivered.isMoved()).isTrue();
        assertThat(delivered.mended()).singleElement().satisfies(finding -> assertThat(finding.told())
                .isEqualTo("fill: 60 %, wanted at least 85 %"));
        Delivered again =
                Delivering.of(delivered.picture(), house(null, new Background(0), new Fill(0.85, null)), null, null);
        assertThat(again.mended()).isEmpty();
        assertThat(again.failed()).isEmpty();
        assertThat(levelsNear(delivered.picture(), 3))
                .as("pixels that are nearly white")
                .isZero();
    }

    /** Pixels that differ from white by a few levels only, as rings do. */
    private static long levelsNear(Picture picture, int levels) {
        long near = 0;
        for (byte level : picture.rgb()) {
            near += (level & 0xff) < 255 && (level & 0xff) >= 255 - levels ? 1 : 0;
        }
        return near;
    }

    @Test
    void shouldPadToTheShapeWithWhiteAndScaleToTheLeastSide() {
        // When
        Delivered delivered = Delivering.of(
                DrawnProducts.on(255, 64, 48, 0.5),
                house(new Sides(100, null, null, "1:1", null), new Background(null), null),
                null,
                null);
        // Then
        assertThat(delivered.picture().size()).isEqualTo(new ImageSize(100, 100));
        assertThat(delivered.mended()).singleElement().satisfies(finding -> assertThat(finding.told())
                .isEqualTo("size: 64x48, wanted at least 100 pixels on the longer side, of the shape 1:1, enlarged at"
                        + " most 2.0 times"));
    }

    @Test
    void shouldPutACutOutOnWhiteAndLeaveEveryPixelThatIsKept() {
        // Given: a pale product, with a soft edge, over what was drawn
        Pixels product = cutOut(20, 16);
        Edit edit = edit(null, new Place.Centred(null), 0);
        Canvas canvas = Canvas.of(edit, product, null, CANVAS);
        Canvas.Finished finished = canvas.finish(dark());
        // When
        Delivered delivered = Delivering.of(
                new Picture(CANVAS, finished.rgb()), house(null, new Background(null), null), canvas, edit);
        // Then
        byte[] rgb = delivered.picture().rgb();
        assertThat(requireNonNull(canvas.compare(rgb)).changed()).isZero();
        assertThat(requireNonNull(canvas.compare(rgb)).kept()).isEqualTo(finished.kept());
        assertThat(at(rgb, 0, 0)).isEqualTo(255);
        assertThat(at(rgb, 22, 16)).as("half of 200 over white").isEqualTo(228);
        assertThat(delivered.failed()).isEmpty();
        assertThat(delivered.mended()).extracting(RuleFinding::rule).containsExactly(ProfileRule.BACKGROUND);
    }

    @Test
    void shouldLeaveWhatAMaskHasPaintedInsideOfTheProduct() {
        // Given: a mask that has a label and the ground painted
        Pixels shot = Pixels.opaque(64, 48, DrawnProducts.on(GREY, 64, 48, 0.5).rgb());
        byte[] mask = new byte[64 * 48 * 3];
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                boolean ground = x < 16 || x >= 48 || y < 12 || y >= 36;
                boolean label = x >= 28 && x < 36 && y >= 20 && y < 28;
                Arrays.fill(mask, (y * 64 + x) * 3, (y * 64 + x) * 3 + 3, (byte) (ground || label ? 255 : 0));
            }
        }
        SourcePicture any = new SourcePicture("mask.png", "00", 1, 64, 48);
        Edit edit = edit(new Mask.OfFile(any), null, 4);
        Canvas canvas = Canvas.of(edit, shot, Pixels.opaque(64, 48, mask), CANVAS);
        Canvas.Finished finished = canvas.finish(dark());
        // When
        byte[] rgb = Delivering.of(
                        new Picture(CANVAS, finished.rgb()), house(null, new Background(null), null), canvas, edit)
                .picture()
                .rgb();
        // Then
        assertThat(at(rgb, 15, 24)).as("beside the product, feather or not").isEqualTo(255);
        assertThat(at(rgb, 32, 24)).as("in the middle of the label").isEqualTo(at(finished.rgb(), 32, 24));
        assertThat(requireNonNull(canvas.compare(rgb)).changed()).isZero();
    }

    @Test
    void shouldNotTakeWhatAMaskHasPaintedOfAPhotoForItsGround() {
        // Given: a photo that fills its frame, of which a part down to the lower edge is painted anew
        Pixels photo = Pixels.opaque(64, 48, DrawnProducts.on(GREY, 64, 48, 1).rgb());
        byte[] mask = new byte[64 * 48 * 3];
        for (int y = 30; y < 48; y++) {
            Arrays.fill(mask, (y * 64 + 20) * 3, (y * 64 + 44) * 3, (byte) 255);
        }
        Edit edit = edit(new Mask.OfFile(new SourcePicture("mask.png", "00", 1, 64, 48)), null, 0);
        Canvas canvas = Canvas.of(edit, photo, Pixels.opaque(64, 48, mask), CANVAS);
        byte[] finished = canvas.finish(dark()).rgb();
        // When
        Delivered delivered =
                Delivering.of(new Picture(CANVAS, finished), house(null, new Background(null), null), canvas, edit);
        // Then
        assertThat(delivered.picture().rgb()).isEqualTo(finished);
        assertThat(delivered.mended()).isEmpty();
        assertThat(delivered.failed()).singleElement().satisfies(finding -> assertThat(finding.measured())
                .startsWith("100 % of the border is not white"));
        assertThat(delivered.isOfSource()).isFalse();
    }

    @Test
    void shouldMakeNoRoomForAFrameThatNoWorkerHolds() {
        // Given: a product that would have to stand in the middle of 9,000x36,000
        Picture picture = DrawnProducts.on(255, 2_048, 2_048, 0.98);
        Sides tall = new Sides(null, null, null, "1:4", null);
        // When
        Delivered delivered =
                Delivering.of(picture, house(tall, new Background(null), new Fill(null, 0.25)), null, null);
        // Then
        assertThat(delivered.failed()).extracting(RuleFinding::rule).containsExactly(ProfileRule.FILL);
        assertThat(delivered.picture().size()).isEqualTo(new ImageSize(2_048, 8_192));
    }

    @Test
    void shouldCropToTheShapeWhereThereIsNothingToPadWith() {
        // When
        Delivered delivered = Delivering.of(
                DrawnProducts.on(GREY, 64, 48, 0.5),
                house(new Sides(null, null, null, "4:1", null), null, null),
                null,
                null);
        // Then: the middle rows of it
        assertThat(delivered.picture().size()).isEqualTo(new ImageSize(64, 16));
        assertThat(delivered.picture().rgb())
                .isEqualTo(
                        Arrays.copyOfRange(DrawnProducts.on(GREY, 64, 48, 0.5).rgb(), 64 * 16 * 3, 64 * 32 * 3));
        assertThat(delivered.isMoved()).isTrue();
    }

    @Test
    void shouldFailAndNotTouchTheSourcesOwnPaleGroundWhenAPhotoIsKeptWhole() {
        // Given: a pack shot on 250, in the middle of a larger canvas that was drawn white
        Pixels shot = Pixels.opaque(32, 24, DrawnProducts.on(PALE, 32, 24, 0.5).rgb());
        Edit edit = edit(null, new Place.Centred(null), 0);
        Canvas canvas = Canvas.of(edit, shot, null, CANVAS);
        byte[] white = new byte[64 * 48 * 3];
        Arrays.fill(white, (byte) 255);
        byte[] finished = canvas.finish(white).rgb();
        // When
        Delivered delivered =
                Delivering.of(new Picture(CANVAS, finished), house(null, new Background(null), null), canvas, edit);
        // Then
        assertThat(delivered.picture().rgb()).isEqualTo(finished);
        assertThat(delivered.failed()).singleElement().satisfies(finding -> assertThat(finding.measured())
                .startsWith("576 pixels of the source's own ground")
                .contains("white-background"));
    }

    private static Delivery house(@Nullable Sides sides, @Nullable Background background, @Nullable Fill fill) {
        return new Delivery("house", new DeliveryRules(List.of(ImageFormat.PNG), null, null, sides, background, fill));
    }

    private static Edit edit(@Nullable Mask mask, @Nullable Place place, int feather) {
        return new Edit(
                new SourcePicture("product.png", "00", 1, 1, 1),
                mask,
                1,
                MaskToLatents.ANY,
                EncodeMode.MODE,
                true,
                feather,
                place,
                Resize.CONTAIN);
    }

    private static byte[] dark() {
        byte[] rgb = new byte[64 * 48 * 3];
        Arrays.fill(rgb, (byte) 30);
        return rgb;
    }

    /** Of 250, with a column of 200 at its left that is half transparent. */
    private static Pixels cutOut(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        byte[] alpha = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Arrays.fill(rgb, (y * width + x) * 3, (y * width + x) * 3 + 3, (byte) (x == 0 ? 200 : PALE));
                alpha[y * width + x] = (byte) (x == 0 ? 127 : 255);
            }
        }
        return new Pixels(width, height, rgb, alpha);
    }

    private static int at(byte[] rgb, int x, int y) {
        return rgb[(y * 64 + x) * 3] & 0xff;
    }
}
