package dev.renderfarm.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PixelBytesTest {

    @Test
    void shouldRoundAndLimitWhenPixelsBecomeBytes() {
        // 127.5 lies halfway between two bytes
        assertThat(PixelBytes.bytes(new float[] {-1.5f, -1, 0, 0.5f, 1, 7})).containsExactly(0, 0, 128, 191, 255, 255);
    }

    @Test
    void shouldGoFromMinusOneToOneWhenBytesBecomePixels() {
        assertThat(PixelBytes.pixels(new byte[] {0, (byte) 255, 51})).containsExactly(-1, 1, 51 / 255f * 2 - 1);
    }
}
