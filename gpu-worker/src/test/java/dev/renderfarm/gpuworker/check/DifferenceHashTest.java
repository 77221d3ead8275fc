package dev.renderfarm.gpuworker.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.ImageSize;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class DifferenceHashTest {

    private static final ImageSize SIZE = new ImageSize(144, 96);

    @Test
    void shouldSetABitWhereItGetsLighterToTheRight() {
        assertThat(hash(SIZE, (x, y) -> x)).isEqualTo(-1L);
        assertThat(hash(SIZE, (x, y) -> 255 - x)).isZero();
        assertThat(hash(SIZE, (x, y) -> y)).isZero();
        // a level from one column of 16 pixels to the next is enough, half of that is none
        assertThat(hash(SIZE, (x, y) -> x / 16)).isEqualTo(-1L);
        assertThat(hash(SIZE, (x, y) -> x / 32)).isEqualTo(0x5555555555555555L);
        // columns 0 to 8 of 16 pixels each: lighter in the first bit of each row, darker after it
        assertThat(hash(SIZE, (x, y) -> x / 16 == 1 ? 200 : 100)).isEqualTo(0x8080808080808080L);
        // the first of eight rows of 12 pixels alone
        assertThat(hash(SIZE, (x, y) -> y < 12 ? x : 0)).isEqualTo(0xff00000000000000L);
    }

    @Test
    void shouldHardlyDependOnSizeBrightnessAndGrain() {
        // Given: a mug of sorts
        IntBinaryOperator mug = (x, y) -> x > 40 && x < 100 && y > 20 && y < 80 ? 60 + x / 2 : 200 - y / 4;
        long hash = hash(SIZE, mug);
        Random random = new Random(5);
        // When
        long larger = hash(new ImageSize(288, 192), (x, y) -> mug.applyAsInt(x / 2, y / 2));
        long darker = hash(SIZE, (x, y) -> mug.applyAsInt(x, y) * 3 / 4);
        long grainy = hash(SIZE, (x, y) -> mug.applyAsInt(x, y) + random.nextInt(3));
        long mirrored = hash(SIZE, (x, y) -> mug.applyAsInt(SIZE.width() - 1 - x, y));
        // Then
        assertThat(Long.bitCount(hash ^ larger)).isLessThanOrEqualTo(1);
        assertThat(Long.bitCount(hash ^ darker)).isLessThanOrEqualTo(8);
        assertThat(Long.bitCount(hash ^ grainy)).isLessThanOrEqualTo(2);
        assertThat(Long.bitCount(hash ^ mirrored)).isGreaterThan(8);
    }

    @Test
    void shouldTakePicturesOfFewPixels() {
        assertThat(hash(new ImageSize(16, 16), (x, y) -> 10 * x)).isEqualTo(-1L);
    }

    private static long hash(ImageSize size, IntBinaryOperator level) {
        byte[] rgb = new byte[(int) size.pixels() * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) level.applyAsInt(i / 3 % size.width(), i / 3 / size.width());
        }
        return DifferenceHash.of(rgb, size);
    }
}
