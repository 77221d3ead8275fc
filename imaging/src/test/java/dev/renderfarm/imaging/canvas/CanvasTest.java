package dev.renderfarm.imaging.canvas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.canvas.Canvas.Finished;
import dev.renderfarm.imaging.golden.GoldenTensors;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.resize.Box;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanvasTest {

    private static final ImageSize SIZE = new ImageSize(96, 64);
    private static final Mask FILE = new Mask.OfFile(new SourcePicture("m", "0", 1, 96, 64));

    private final GoldenTensors golden = new GoldenTensors();

    @Test
    void shouldPasteAsTheReferenceWhenThereIsAMask() {
        // Given
        Canvas canvas = Canvas.of(
                edit(FILE, true, 0, null, Resize.CONTAIN), golden.pixels("image"), golden.pixels("mask"), SIZE);
        // When
        Finished finished = canvas.finish(golden.bytes("inpaint.u8"));
        // Then
        assertThat(canvas.rgb()).isEqualTo(golden.bytes("image"));
        assertThat(finished.rgb()).isEqualTo(golden.bytes("inpaint.pasted"));
        assertThat(finished.kept()).isEqualTo(keptWhere(golden.bytes("mask"), golden.bytes("image")));
    }

    @Test
    void shouldLayACutOutAsTheReferenceWhenItIsPlaced() {
        // Given
        Edit edit = edit(null, true, 0, new Place.At(30, 17, null, null), Resize.CONTAIN);
        // When
        Canvas canvas = Canvas.of(edit, golden.pixels("outpaint.product"), null, SIZE);
        // Then
        assertThat(canvas.rgb()).isEqualTo(golden.bytes("outpaint.canvas"));
        assertThat(canvas.repaint()).isEqualTo(golden.bytes("outpaint.mask"));
        assertThat(canvas.finish(golden.bytes("outpaint.u8")).rgb()).isEqualTo(golden.bytes("outpaint.final"));
        assertThat(canvas.resizedFrom()).isNull();
    }

    @Test
    void shouldCountWhatAStoredPictureHasOtherwiseThanItsSource() {
        // Given
        byte[] mask = golden.bytes("mask");
        Edit edit = edit(FILE, true, 0, null, Resize.CONTAIN);
        Canvas canvas = Canvas.of(edit, golden.pixels("image"), golden.pixels("mask"), SIZE);
        byte[] stored = golden.bytes("inpaint.pasted").clone();
        int changed = 0;
        for (int pixel = 0; pixel < mask.length; pixel += 97) {
            stored[pixel * 3 + 1] ^= 1;
            changed += (mask[pixel] & 0xff) < 128 ? 1 : 0;
        }
        // Then
        KeptPixels kept = keptWhere(mask, golden.bytes("image"));
        assertThat(canvas.compare(golden.bytes("inpaint.pasted"))).isEqualTo(new Canvas.Comparison(kept, 0));
        assertThat(canvas.compare(stored)).isEqualTo(new Canvas.Comparison(kept, changed));
        assertThat(changed).isBetween(1, mask.length / 97);
        assertThat(Canvas.of(
                                edit(FILE, false, 0, null, Resize.CONTAIN),
                                golden.pixels("image"),
                                golden.pixels("mask"),
                                SIZE)
                        .compare(stored))
                .isNull();
    }

    @Test
    void shouldWeighAsTheReferenceWhenItIsFeathered() {
        // Given
        byte[] mask = golden.bytes("mask");
        byte[] kept = new byte[mask.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = (byte) ((mask[i] & 0xff) < 128 ? 1 : 0);
        }
        float[] expected = golden.floats("feather5.weight");
        // When
        short[] weights = Feather.weights(kept, 96, 64, 5);
        // Then
        for (int i = 0; i < weights.length; i++) {
            assertThat((int) weights[i]).isEqualTo(Math.round(256 * expected[i]));
        }
    }

    @Test
    void shouldKeepEveryByteWhenItIsFeathered() {
        // Given
        Canvas canvas = Canvas.of(
                edit(FILE, true, 5, null, Resize.CONTAIN), golden.pixels("image"), golden.pixels("mask"), SIZE);
        // When
        Finished finished = canvas.finish(golden.bytes("inpaint.u8"));
        // Then
        assertThat(finished.kept()).isEqualTo(keptWhere(golden.bytes("mask"), golden.bytes("image")));
        assertThat(finished.rgb()).isNotEqualTo(golden.bytes("inpaint.pasted"));
    }

    @Test
    void shouldGiveWhatWasDrawnWhenNothingIsPasted() {
        // Given
        byte[] drawn = golden.bytes("inpaint.u8");
        Canvas canvas = Canvas.of(
                edit(FILE, false, 0, null, Resize.CONTAIN), golden.pixels("image"), golden.pixels("mask"), SIZE);
        // When, Then
        assertThat(canvas.finish(drawn)).isEqualTo(new Finished(drawn, null));
        assertThat(canvas.repaint()).isNotNull();
    }

    @Test
    void shouldPaintAllOfItWhenThereIsNoMask() {
        // When
        Canvas canvas = Canvas.of(edit(null, true, 0, null, Resize.CONTAIN), golden.pixels("image"), null, SIZE);
        // Then
        assertThat(canvas.repaint()).isNull();
        assertThat(canvas.finish(new byte[96 * 64 * 3]).kept()).isNull();
    }

    @Test
    void shouldPaintAroundAnOpaquePictureWhenTheCanvasIsLarger() {
        // Given
        Edit edit = edit(null, true, 0, new Place.Centred(null), Resize.CONTAIN);
        // When
        Canvas canvas = Canvas.of(edit, grey(40, 20, 7), null, SIZE);
        Finished finished = canvas.finish(filled(SIZE, 200));
        // Then
        assertThat(requireNonNull(canvas.repaint())[0]).isEqualTo((byte) 255);
        assertThat(canvas.rgb()[0]).isEqualTo((byte) Canvas.GREY);
        assertThat(requireNonNull(canvas.repaint())[22 * 96 + 28]).isZero();
        assertThat(requireNonNull(finished.kept()).count()).isEqualTo(40 * 20);
        assertThat(finished.rgb()[(22 * 96 + 28) * 3]).isEqualTo((byte) 7);
        assertThat(finished.rgb()[(22 * 96 + 27) * 3]).isEqualTo((byte) 200);
    }

    @Test
    void shouldFeatherWithinItsOwnMarginWhenThePictureIsOpaqueAndPlaced() {
        // Given: it touches the canvas' left side, where nothing is drawn beside it
        Edit edit = edit(null, true, 4, new Place.At(0, 10, null, null), Resize.CONTAIN);
        // When
        Finished finished = Canvas.of(edit, grey(40, 20, 0), null, SIZE).finish(filled(SIZE, 200));
        // Then
        assertThat(requireNonNull(finished.kept()).count()).isEqualTo((40 - 4) * (20 - 8));
        assertThat(finished.rgb()[15 * 96 * 3]).isZero();
        assertThat(finished.rgb()[(15 * 96 + 35) * 3]).isZero();
        assertThat(finished.rgb()[(15 * 96 + 36) * 3]).isEqualTo((byte) 50);
        assertThat(finished.rgb()[(15 * 96 + 39) * 3]).isEqualTo((byte) 200);
        assertThat(finished.rgb()[(15 * 96 + 40) * 3]).isEqualTo((byte) 200);
    }

    @Test
    void shouldTellTheShareWhenTheBackgroundIsWhite() {
        // Given: a dark square of a quarter of the picture, with a white hole that no border reaches
        byte[] rgb = filled(SIZE, 250);
        for (int y = 16; y < 48; y++) {
            Arrays.fill(rgb, (y * 96 + 24) * 3, (y * 96 + 72) * 3, (byte) 20);
        }
        Arrays.fill(rgb, (30 * 96 + 40) * 3, (30 * 96 + 44) * 3, (byte) 255);
        Edit edit = edit(new Mask.WhiteBackground(12), true, 0, null, Resize.CONTAIN);
        // When
        Canvas canvas = Canvas.of(edit, Pixels.opaque(96, 64, rgb), null, SIZE);
        // Then
        assertThat(canvas.keptShare()).isEqualTo(0.25);
        assertThat(requireNonNull(canvas.finish(filled(SIZE, 99)).kept()).count())
                .isEqualTo(32 * 48);
    }

    @Test
    void shouldSayFromWhichSizeWhenItIsResized() {
        // When
        Canvas contained =
                Canvas.of(edit(null, true, 0, null, Resize.CONTAIN), golden.pixels("resize.source"), null, SIZE);
        Canvas covered = Canvas.of(edit(null, true, 0, null, Resize.COVER), golden.pixels("resize.source"), null, SIZE);
        // Then
        assertThat(contained.resizedFrom()).isEqualTo(new ImageSize(83, 61));
        assertThat(contained.repaint()).isNotNull();
        assertThat(covered.repaint()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT, 200, 100, 0, 0, 96, 64",
        "CONTAIN, 200, 100, 0, 8, 96, 48",
        "CONTAIN, 96, 64, 0, 0, 96, 64",
        "CONTAIN, 1, 1000, 47, 0, 1, 64"
    })
    void shouldFillTheCanvasAsAskedWhenThePictureIsOfAnotherSize(
            Resize resize, int width, int height, int x, int y, int toWidth, int toHeight) {
        assertThat(Placement.of(edit(null, true, 0, null, resize), width, height, SIZE))
                .isEqualTo(new Placement(Box.of(width, height), x, y, toWidth, toHeight));
    }

    @ParameterizedTest
    @CsvSource({
        "200, 100, 25, 0, 150, 100",
        "100, 200, 0, 66, 100, 66.66666666666667",
        "96, 64, 0, 0, 96, 64",
        "97, 64, 0, 0, 96, 64",
        "99, 64, 1, 0, 96, 64",
        "1, 50000000, 0, 24999999, 1, 0.6666666666666666"
    })
    void shouldSeeTheMiddleInTheProportionsOfTheCanvasWhenItCovers(
            int width, int height, double left, double top, double partWidth, double partHeight) {
        // When
        Placement placement = Placement.of(edit(null, true, 0, null, Resize.COVER), width, height, SIZE);
        // Then
        assertThat(placement)
                .isEqualTo(new Placement(
                        new Box(left, top, left + partWidth, top + partHeight), 0, 0, SIZE.width(), SIZE.height()));
    }

    @Test
    void shouldKeepPixelsWhenCoveringOnlyCutsOff() {
        // Given: of 100 columns the middle 96, which a picture of 96 has too
        Pixels wide = columns(100, 64);
        Edit edit = edit(new Mask.WhiteBackground(5), true, 0, null, Resize.COVER);
        // When
        Canvas canvas = Canvas.of(edit, wide, null, SIZE);
        // Then
        assertThat(canvas.resizedFrom()).isNull();
        assertThat(canvas.rgb()[0]).isEqualTo((byte) 253);
        assertThat(canvas.rgb()[95 * 3]).isEqualTo((byte) (255 - 97));
    }

    @Test
    void shouldTakeNoMoreThanBothPicturesWhenAVeryLongOneCovers() {
        // When: what is as wide as the canvas would be 512,000 high
        Canvas canvas = Canvas.of(
                edit(null, true, 0, null, Resize.COVER), grey(100, 50_000, 9), null, new ImageSize(1024, 1024));
        // Then
        assertThat(canvas.rgb()).containsOnly(9);
        assertThat(canvas.resizedFrom()).isEqualTo(new ImageSize(100, 50_000));
    }

    @ParameterizedTest
    @CsvSource({"EXACT, 100, 50000", "EXACT, 50000000, 1", "CONTAIN, 1, 50000000", "CONTAIN, 1, 1600"})
    void shouldRefuseByNameWhenHardlyAnythingIsLeftOfItsProportions(Resize resize, int width, int height) {
        assertThatThrownBy(() -> Placement.of(edit(null, true, 0, null, resize), width, height, SIZE))
                .isInstanceOf(CanvasRefusedException.class)
                .hasMessageContaining(width + "x" + height)
                .hasMessageContaining("more than 16 times")
                .hasMessageContaining("crop it");
    }

    @Test
    void shouldKeepProportionsWhenOnlyOneSideIsGiven() {
        assertThat(Placement.of(edit(null, true, 0, new Place.At(1, 2, 50, null), Resize.CONTAIN), 100, 60, SIZE))
                .isEqualTo(new Placement(Box.of(100, 60), 1, 2, 50, 30));
        assertThat(Placement.of(edit(null, true, 0, new Place.At(1, 2, null, 30), Resize.CONTAIN), 100, 60, SIZE))
                .isEqualTo(new Placement(Box.of(100, 60), 1, 2, 50, 30));
        assertThat(Placement.of(edit(null, true, 0, new Place.Centred(0.5), Resize.CONTAIN), 100, 60, SIZE))
                .isEqualTo(new Placement(Box.of(100, 60), 32, 22, 32, 19));
    }

    @Test
    void shouldRefuseByNameWhenItDoesNotFit() {
        assertRefused(edit(null, true, 0, new Place.At(60, 0, null, null), Resize.CONTAIN), grey(40, 20, 0), null)
                .hasMessageContaining("40x20 at 60,0")
                .hasMessageContaining("96x64");
        assertRefused(edit(null, true, 0, new Place.Centred(null), Resize.CONTAIN), grey(97, 20, 0), null)
                .hasMessageContaining("97x20");
    }

    @Test
    void shouldRefuseByNameWhenTheMaskIsOfAnotherSize() {
        assertRefused(edit(FILE, true, 0, null, Resize.CONTAIN), grey(96, 64, 0), grey(95, 64, 255))
                .hasMessageContaining("95x64")
                .hasMessageContaining("96x64");
    }

    @Test
    void shouldRefuseByNameWhenAMaskPaintsNothing() {
        assertRefused(edit(FILE, true, 0, null, Resize.CONTAIN), grey(96, 64, 0), grey(96, 64, 0))
                .hasMessageContaining("no white");
        byte[] opaque = new byte[96 * 64];
        Arrays.fill(opaque, (byte) 255);
        assertRefused(
                        edit(FILE, true, 0, null, Resize.CONTAIN),
                        grey(96, 64, 0),
                        new Pixels(96, 64, filled(SIZE, 255), opaque))
                .hasMessageContaining("nowhere transparent");
    }

    @Test
    void shouldRefuseByNameWhenWhatTheMaskPaintsIsTooThinToBeSeen() {
        // Given: one white column of 4000
        byte[] line = filled(new ImageSize(4000, 64), 0);
        for (int y = 0; y < 64; y++) {
            Arrays.fill(line, (y * 4000 + 2000) * 3, (y * 4000 + 2001) * 3, (byte) 255);
        }
        // When, then
        assertRefused(
                        edit(FILE, true, 0, null, Resize.EXACT),
                        grey(4000, 64, 0),
                        Pixels.opaque(4000, 64, line),
                        new ImageSize(400, 64))
                .hasMessageContaining("what the mask has painted at 400x64")
                .hasMessageContaining("too thin");
    }

    @Test
    void shouldRefuseByNameWhenWhatTheMaskPaintsOrKeepsIsCutOff() {
        // Given: the left quarter is white; the middle is seen
        byte[] left = filled(new ImageSize(256, 64), 0);
        byte[] middle = filled(new ImageSize(256, 64), 255);
        for (int y = 0; y < 64; y++) {
            Arrays.fill(left, y * 256 * 3, (y * 256 + 64) * 3, (byte) 255);
            Arrays.fill(middle, y * 256 * 3, (y * 256 + 64) * 3, (byte) 0);
        }
        Edit edit = edit(FILE, true, 0, null, Resize.COVER);
        // When, then
        assertRefused(edit, grey(256, 64, 0), Pixels.opaque(256, 64, left))
                .hasMessageContaining("what the mask has painted")
                .hasMessageContaining("cut off");
        assertRefused(edit, grey(256, 64, 0), Pixels.opaque(256, 64, middle))
                .hasMessageContaining("what the mask keeps");
    }

    @Test
    void shouldRefuseByNameWhenOnlyWhatIsTransparentOrOpaqueIsSeenOfACutOut() {
        // Given: the outer quarters of 256 columns are of the one kind, the middle of the other
        byte[] hollow = new byte[256 * 64];
        byte[] solid = new byte[256 * 64];
        for (int i = 0; i < hollow.length; i++) {
            boolean middle = i % 256 >= 64 && i % 256 < 192;
            hollow[i] = (byte) (middle ? 0 : 255);
            solid[i] = (byte) (middle ? 255 : 0);
        }
        byte[] rgb = filled(new ImageSize(256, 64), 9);
        Edit edit = edit(null, true, 0, null, Resize.COVER);
        // When, then
        assertRefused(edit, new Pixels(256, 64, rgb, hollow), null).hasMessageContaining("nothing is seen");
        assertRefused(edit, new Pixels(256, 64, rgb, solid), null).hasMessageContaining("nothing would be painted");
    }

    @Test
    void shouldRefuseAFeatherWhenNothingIsKept() {
        assertRefused(edit(null, true, 3, null, Resize.CONTAIN), grey(96, 64, 0), null)
                .hasMessageContaining("leave feather out");
    }

    @Test
    void shouldRefuseByNameWhenNothingIsWhiteOrAllIs() {
        assertRefused(edit(new Mask.WhiteBackground(12), true, 0, null, Resize.CONTAIN), grey(96, 64, 240), null)
                .hasMessageContaining("no white background");
        assertRefused(edit(new Mask.WhiteBackground(12), true, 0, null, Resize.CONTAIN), grey(96, 64, 243), null)
                .hasMessageContaining("all white");
    }

    @Test
    void shouldRefuseByNameWhenNothingOfThePictureWouldBeSeen() {
        assertRefused(
                        edit(null, true, 0, null, Resize.CONTAIN),
                        new Pixels(96, 64, filled(SIZE, 9), new byte[96 * 64]),
                        null)
                .hasMessageContaining("wholly transparent");
        assertRefused(edit(null, true, 10, new Place.At(5, 5, null, null), Resize.CONTAIN), grey(20, 20, 0), null)
                .hasMessageContaining("feather of 10");
    }

    @Test
    void shouldRefuseAFeatherWhenThePictureIsPartlyTransparent() {
        assertRefused(
                        edit(null, true, 2, new Place.At(30, 17, null, null), Resize.CONTAIN),
                        golden.pixels("outpaint.product"),
                        null)
                .hasMessageContaining("leave feather out");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Edit edit, Pixels image, @Nullable Pixels mask) {
        return assertRefused(edit, image, mask, SIZE);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Edit edit, Pixels image, @Nullable Pixels mask, ImageSize size) {
        return assertThatThrownBy(() -> Canvas.of(edit, image, mask, size)).isInstanceOf(CanvasRefusedException.class);
    }

    /** Each is a level darker than the one before. */
    private static Pixels columns(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            int column = i / 3 % width;
            rgb[i] = (byte) (255 - column);
        }
        return Pixels.opaque(width, height, rgb);
    }

    private static KeptPixels keptWhere(byte[] mask, byte[] image) {
        byte[] bytes = new byte[image.length];
        int count = 0;
        for (int i = 0; i < mask.length; i++) {
            if ((mask[i] & 0xff) < 128) {
                System.arraycopy(image, i * 3, bytes, 3 * count++, 3);
            }
        }
        return new KeptPixels(count, Sha256.hex(Arrays.copyOf(bytes, count * 3)));
    }

    private static Pixels grey(int width, int height, int level) {
        return Pixels.opaque(width, height, filled(new ImageSize(width, height), level));
    }

    private static byte[] filled(ImageSize size, int level) {
        byte[] rgb = new byte[(int) size.pixels() * 3];
        Arrays.fill(rgb, (byte) level);
        return rgb;
    }

    private static Edit edit(@Nullable Mask mask, boolean paste, int feather, @Nullable Place place, Resize resize) {
        return new Edit(
                new SourcePicture("k", "0", 1, 96, 64),
                mask,
                1,
                MaskToLatents.NEAREST,
                EncodeMode.SAMPLE,
                paste,
                feather,
                place,
                resize);
    }
}
