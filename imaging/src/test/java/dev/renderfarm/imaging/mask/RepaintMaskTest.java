package dev.renderfarm.imaging.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.edit.Coverage;
import dev.renderfarm.imaging.pixels.Pixels;
import org.junit.jupiter.api.Test;

class RepaintMaskTest {

    @Test
    void shouldTellHowMuchAMaskHasPainted() {
        // of masks without alpha white is painted, from 128 on
        assertThat(coverage(grey(0, 127))).isEqualTo(Coverage.NONE);
        assertThat(coverage(grey(127, 128))).isEqualTo(Coverage.SOME);
        assertThat(coverage(grey(128, 255))).isEqualTo(Coverage.ALL);
        // of those with alpha what is transparent by half
        assertThat(coverage(opaque(255, 128))).isEqualTo(Coverage.NONE);
        assertThat(coverage(opaque(255, 127))).isEqualTo(Coverage.SOME);
        assertThat(coverage(opaque(0, 127))).isEqualTo(Coverage.ALL);
    }

    @Test
    void shouldAgreeWithTheMaskItself() {
        assertThat(RepaintMask.of(grey(127, 128)).keptShare()).isEqualTo(0.5);
        assertThat(RepaintMask.of(opaque(0, 127)).keptShare()).isZero();
        assertThat(RepaintMask.of(opaque(255, 128)).keptShare()).isEqualTo(1);
    }

    private static Coverage coverage(Pixels file) {
        return RepaintMask.coverage(file);
    }

    private static Pixels grey(int left, int right) {
        byte l = (byte) left;
        byte r = (byte) right;
        return Pixels.opaque(2, 1, new byte[] {l, l, l, r, r, r});
    }

    private static Pixels opaque(int left, int right) {
        return new Pixels(2, 1, new byte[6], new byte[] {(byte) left, (byte) right});
    }
}
