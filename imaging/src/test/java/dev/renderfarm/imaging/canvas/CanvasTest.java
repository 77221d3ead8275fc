package dev.renderfarm.imaging.canvas;

import static dev.renderfarm.imaging.canvas.SampleEdits.FILE;
import static dev.renderfarm.imaging.canvas.SampleEdits.SIZE;
import static dev.renderfarm.imaging.canvas.SampleEdits.edit;
import static dev.renderfarm.imaging.canvas.SampleEdits.filled;
import static dev.renderfarm.imaging.canvas.SampleEdits.grey;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.canvas.Canvas.Finished;
import dev.renderfarm.imaging.golden.GoldenTensors;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanvasTest {

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
        assertThat(Canvas.under(edit, golden.pixels("outpaint.product"), SIZE)).isEqualTo(canvas.rgb());
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
    void shouldSayThatItIsPlacedWhereTheCanvasShowsBesideOrBehindIt() {
        Pixels photo = golden.pixels("image");
        Pixels cutOut = golden.pixels("outpaint.product");
        Place corner = new Place.At(0, 0, null, null);
        // a photo with a mask, one that is all drawn over, also where it is placed so that it fills the canvas
        assertThat(Canvas.of(edit(FILE, true, 0, null, Resize.CONTAIN), photo, golden.pixels("mask"), SIZE)
                        .isPlaced())
                .isFalse();
        assertThat(isPlaced(photo, null, true)).isFalse();
        assertThat(isPlaced(photo, corner, true)).isFalse();
        // a cut-out, placed or not, and a photo on a larger canvas
        assertThat(isPlaced(cutOut, null, true)).isTrue();
        assertThat(isPlaced(cutOut, corner, true)).isTrue();
        assertThat(isPlaced(grey(40, 20, 7), corner, true)).isTrue();
        // whose pixels are not in the picture in the end
        assertThat(isPlaced(cutOut, null, false)).isFalse();
    }

    private static boolean isPlaced(Pixels image, @Nullable Place place, boolean paste) {
        return Canvas.of(edit(null, paste, 0, place, Resize.CONTAIN), image, null, SIZE)
                .isPlaced();
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
}
