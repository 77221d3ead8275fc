package dev.renderfarm.imaging.canvas;

import static dev.renderfarm.imaging.canvas.SampleEdits.FILE;
import static dev.renderfarm.imaging.canvas.SampleEdits.SIZE;
import static dev.renderfarm.imaging.canvas.SampleEdits.edit;
import static dev.renderfarm.imaging.canvas.SampleEdits.filled;
import static dev.renderfarm.imaging.canvas.SampleEdits.grey;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.golden.GoldenTensors;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What cannot be laid out, and what is said of it. */
class CanvasRefusalTest {

    private final GoldenTensors golden = new GoldenTensors();

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

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Edit edit, Pixels image, @Nullable Pixels mask) {
        return assertRefused(edit, image, mask, SIZE);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Edit edit, Pixels image, @Nullable Pixels mask, ImageSize size) {
        return assertThatThrownBy(() -> Canvas.of(edit, image, mask, size)).isInstanceOf(CanvasRefusedException.class);
    }
}
