package dev.renderfarm.gpuworker.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.ImageSize;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class PaintedHashTest {

    private static final ImageSize SIZE = new ImageSize(144, 96);

    @Test
    void shouldBeThatOfTheWholePictureWhereAllIsPainted() {
        Random random = new Random(7);
        for (ImageSize size : new ImageSize[] {SIZE, new ImageSize(100, 100), new ImageSize(37, 53)}) {
            byte[] rgb = new byte[(int) size.pixels() * 3];
            random.nextBytes(rgb);
            byte[] all = mask(size, (x, y) -> 255);
            assertThat(PaintedHash.of(rgb, size, all)).hasValue(DifferenceHash.of(rgb, size));
        }
    }

    @Test
    void shouldLookAtNothingThatIsKept() {
        // Given: a product in the middle
        byte[] around = mask(SIZE, (x, y) -> isInside(x, y) ? 0 : 255);
        byte[] dark = picture((x, y) -> isInside(x, y) ? 10 : x);
        byte[] light = picture((x, y) -> isInside(x, y) ? 250 - y : x);
        byte[] other = picture((x, y) -> isInside(x, y) ? 10 : 255 - x);
        // Then
        assertThat(PaintedHash.of(dark, SIZE, around)).hasValue(-1L);
        assertThat(PaintedHash.of(light, SIZE, around)).hasValue(-1L);
        assertThat(PaintedHash.of(other, SIZE, around)).hasValue(0L);
        assertThat(DifferenceHash.of(dark, SIZE)).isNotEqualTo(DifferenceHash.of(light, SIZE));
    }

    @Test
    void shouldHaveAllItsBitsOfAnyShape() {
        // Given: a frame of eight pixels, and a triangle
        byte[] frame = mask(SIZE, (x, y) -> x < 8 || y < 8 || x >= 136 || y >= 88 ? 255 : 0);
        byte[] triangle = mask(SIZE, (x, y) -> x < y ? 255 : 0);
        // Then
        assertThat(PaintedHash.of(picture((x, y) -> x), SIZE, triangle)).hasValue(-1L);
        assertThat(PaintedHash.of(picture((x, y) -> 255 - x), SIZE, triangle)).hasValue(0L);
        assertThat(Long.bitCount(
                        PaintedHash.of(picture((x, y) -> x), SIZE, frame).orElseThrow()))
                .isGreaterThan(8);
    }

    @Test
    void shouldBeNoneWhereTooLittleIsPainted() {
        assertThat(PaintedHash.of(picture((x, y) -> x), SIZE, mask(SIZE, (x, y) -> x < 4 && y < 90 ? 255 : 0)))
                .isEmpty();
        assertThat(PaintedHash.of(picture((x, y) -> x), SIZE, mask(SIZE, (x, y) -> 127)))
                .isEmpty();
    }

    private static boolean isInside(int x, int y) {
        return x > 40 && x < 100 && y > 20 && y < 80;
    }

    private static byte[] picture(IntBinaryOperator level) {
        byte[] rgb = new byte[(int) SIZE.pixels() * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) level.applyAsInt(i / 3 % SIZE.width(), i / 3 / SIZE.width());
        }
        return rgb;
    }

    private static byte[] mask(ImageSize size, IntBinaryOperator level) {
        byte[] mask = new byte[(int) size.pixels()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) level.applyAsInt(i % size.width(), i / size.width());
        }
        return mask;
    }
}
