package dev.renderfarm.diffusion.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tiles of 8 that start every 6 pixels and share 2. */
class TiledPassTest {

    private static final TileSize TILE = new TileSize(8, 1);

    @Test
    void shouldFadeFromTileToTileWhenTheyLieInARow() {
        // When
        Patch picture = decode(1, 14, 0, 1, 2);
        // Then: the last tile is only as wide as the overlap
        assertThat(row(picture, 0)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0.5f, 1, 1, 1, 1, 1, 1.5f);
    }

    @Test
    void shouldFadeFromTilesAsTheyAreAfterTheirOwnFadingWhenTheyMeetInACorner() {
        // When: 0 1
        //       2 4
        Patch picture = decode(8, 8, 0, 1, 2, 4);
        // Then: the corner is 4, faded over from (0, 0.5) above, then from (0, 1) on the left
        assertThat(row(picture, 5)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0.5f);
        assertThat(row(picture, 6)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0.25f);
        assertThat(row(picture, 7)).containsExactly(1, 1, 1, 1, 1, 1, 1, 1.625f);
    }

    @Test
    void shouldShareLessWhenTheLastTileIsNarrowerThanTheOverlap() {
        // When
        Patch picture = decode(7, 1, 3, 9);
        // Then: one row is shared, and fading starts with all of the tile above
        assertThat(picture.values()).containsOnly(3);
    }

    @Test
    void shouldGiveTheWholePictureWhenTheDecoderLooksAtOnePositionOnly() {
        // Given
        LatentShape shape = new LatentShape(15, 20, 2);
        float[] latents = shape.noise(new TorchGenerator(1));
        TileSize tile = new TileSize(8, 4);
        // When
        Patch whole = new Patch(15, 20, 2, latents);
        float[] tiled = new TiledPass(tile, 4, DiffusionModel.COLOURS)
                .run(
                        shape,
                        (top, left, part) -> enlarged(
                                whole.cut(top, left, part.height(), part.width())
                                        .values(),
                                part,
                                4))
                .values();
        // Then
        float[] expected = enlarged(latents, shape, 4);
        assertThat(tiled).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(tiled[i]).isEqualTo(expected[i], within(1e-6f));
        }
    }

    /** Every tile is of one value. */
    private static Patch decode(int height, int width, float... values) {
        Iterator<Float> next = boxed(values).iterator();
        Patch picture = new TiledPass(TILE, 1, DiffusionModel.COLOURS)
                .run(new LatentShape(height, width, 1), (top, left, part) -> {
                    float[] pixels = new float[part.height() * part.width() * DiffusionModel.COLOURS];
                    Arrays.fill(pixels, next.next());
                    return pixels;
                });
        assertThat(next.hasNext()).as("tiles left").isFalse();
        return picture;
    }

    private static List<Float> boxed(float[] values) {
        return java.util.stream.IntStream.range(0, values.length)
                .mapToObj(i -> values[i])
                .toList();
    }

    private static float[] row(Patch picture, int y) {
        float[] row = new float[picture.width()];
        for (int x = 0; x < row.length; x++) {
            row[x] = picture.values()[(y * picture.width() + x) * DiffusionModel.COLOURS + 1];
        }
        return row;
    }

    /** A pixel is its position's first channel times 1, 2 and 3. */
    private static float[] enlarged(float[] latents, LatentShape shape, int scale) {
        int width = shape.width() * scale;
        float[] pixels = new float[shape.height() * scale * width * DiffusionModel.COLOURS];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / DiffusionModel.COLOURS % width;
            int y = i / DiffusionModel.COLOURS / width;
            int position = y / scale * shape.width() + x / scale;
            pixels[i] = latents[position * shape.channels()] * (i % DiffusionModel.COLOURS + 1);
        }
        return pixels;
    }
}
