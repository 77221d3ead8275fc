package dev.renderfarm.diffusion.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TileSizeTest {

    private static final int SCALE = 8;

    @Test
    void shouldBeOf1024PixelsWhenThereAreThreeGibibytes() {
        // When
        TileSize tile = TileSize.within(3L << 30, SCALE);
        // Then
        assertThat(tile.latent()).isEqualTo(128);
        assertThat(tile.step()).isEqualTo(96);
        assertThat(tile.overlap()).isEqualTo(32);
    }

    @Test
    void shouldBeTheNextSmallerMultipleOfFourWhenTheMemoryLiesBetween() {
        assertThat(TileSize.within((3L << 30) - 1, SCALE).latent()).isEqualTo(124);
        assertThat(TileSize.within(Long.MAX_VALUE, SCALE).latent()).isGreaterThan(1024);
    }

    @Test
    void shouldSayHowMuchIsNeededWhenTheMemoryIsTooSmall() {
        int smallest = 64 * 64 * 3072;
        assertThat(TileSize.within(smallest, SCALE).latent()).isEqualTo(8);
        assertThatThrownBy(() -> TileSize.within(smallest - 1, SCALE))
                .hasMessage("pictures cannot be decoded in 12582911 bytes: allow at least 12582912");
    }
}
