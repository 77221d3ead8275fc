package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.MaskToLatents;
import org.junit.jupiter.api.Test;

/** Two latents, each of 2 by 2 pixels. */
class LatentMaskTest {

    private static final LatentShape SHAPE = new LatentShape(1, 2, 4);
    private static final int SCALE = 2;

    @Test
    void shouldAskTheTopLeftPixelOnlyWhenTheRuleIsNearest() {
        assertThat(mask(MaskToLatents.NEAREST, 255, 0, 0, 0, 0, 0, 0, 0)).containsExactly(true, false);
        assertThat(mask(MaskToLatents.NEAREST, 0, 255, 0, 255, 255, 255, 255, 255))
                .containsExactly(false, false);
    }

    @Test
    void shouldAskEveryPixelOfTheBlockWhenTheRuleIsAny() {
        assertThat(mask(MaskToLatents.ANY, 0, 0, 0, 0, 0, 0, 0, 255)).containsExactly(false, true);
        assertThat(mask(MaskToLatents.ANY, 0, 0, 0, 0, 255, 0, 0, 0)).containsExactly(true, false);
    }

    @Test
    void shouldRepaintFromHalfOfWhiteOnWhenTheMaskIsGrey() {
        assertThat(mask(MaskToLatents.NEAREST, 127, 0, 128, 0, 0, 0, 0, 0)).containsExactly(false, true);
        assertThat(mask(MaskToLatents.ANY, 0, 127, 0, 128, 0, 0, 0, 0)).containsExactly(false, true);
    }

    @Test
    void shouldRefuseWhenTheMaskIsOfAnotherSize() {
        assertThatThrownBy(() -> mask(MaskToLatents.ANY, 0)).hasMessage("the mask has 1 pixels, expected 2x4");
    }

    private static boolean[] mask(MaskToLatents rule, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return LatentMask.of(bytes, SHAPE, SCALE, rule).repaint();
    }
}
