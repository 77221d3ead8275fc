package dev.renderfarm.diffusion.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.FakeDiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TilingModelTest {

    private final FakeDiffusionModel whole = new FakeDiffusionModel();
    private final TilingModel model = new TilingModel(whole, new TileSize(8, FakeDiffusionModel.SCALE));

    @Test
    void shouldDecodeAtOnceWhenAllFitsIntoATile() {
        // When
        byte[] rgb = model.decode(new float[4 * 4 * 4], new LatentShape(4, 4, 1), 4);
        // Then
        assertThat(whole.decodings).containsExactly("4 x 4x4");
        assertThat(rgb).hasSize(4 * 32 * 32 * DiffusionModel.COLOURS);
    }

    @Test
    void shouldDecodeFewerPicturesAtATimeWhenTogetherTheyAreLarger() {
        // Given
        float[] latents = new LatentShape(8, 4, 5).noise(new TorchGenerator(3));
        // When
        byte[] rgb = model.decode(latents, new LatentShape(8, 4, 1), 5);
        // Then
        assertThat(whole.decodings).containsExactly("2 x 8x4", "2 x 8x4", "1 x 8x4");
        assertThat(whole.decoded).isEqualTo(Arrays.copyOfRange(latents, 4 * 32, 5 * 32));
        assertThat(rgb).hasSize(5 * 64 * 32 * DiffusionModel.COLOURS);
    }

    @Test
    void shouldDecodeEachPictureInTilesWhenItIsLarger() {
        // Given: the second picture is all 1, which is white
        LatentShape shape = new LatentShape(4, 10, 1);
        float[] latents = new float[2 * shape.size()];
        Arrays.fill(latents, shape.size(), latents.length, 1);
        // When
        byte[] rgb = model.decode(latents, shape, 2);
        // Then
        assertThat(whole.decodings).containsExactly("tile 4x8", "tile 4x4", "tile 4x8", "tile 4x4");
        int bytes = 32 * 80 * DiffusionModel.COLOURS;
        assertThat(rgb).hasSize(2 * bytes);
        assertThat(Arrays.copyOf(rgb, bytes)).containsOnly(128);
        assertThat(Arrays.copyOfRange(rgb, bytes, 2 * bytes)).containsOnly(255);
    }

    @Test
    void shouldEncodeAtOnceWhenAllFitsIntoATile() {
        // When
        var distribution =
                model.encodePictures(new byte[2 * 32 * 64 * DiffusionModel.COLOURS], new LatentShape(4, 8, 3), 2);
        // Then
        assertThat(whole.encodings).containsExactly("2 x 4x8");
        assertThat(distribution.mean()).hasSize(2 * 4 * 8 * 3);
    }

    @Test
    void shouldEncodeFewerPicturesAtATimeWhenTogetherTheyAreLarger() {
        // Given: the third picture is white
        int bytes = 64 * 64 * DiffusionModel.COLOURS;
        byte[] rgb = new byte[3 * bytes];
        Arrays.fill(rgb, 2 * bytes, 3 * bytes, (byte) 255);
        // When
        var distribution = model.encodePictures(rgb, new LatentShape(8, 8, 1), 3);
        // Then
        assertThat(whole.encodings).containsExactly("1 x 8x8", "1 x 8x8", "1 x 8x8");
        assertThat(Arrays.copyOf(distribution.mean(), 2 * 64)).containsOnly(0);
        assertThat(Arrays.copyOfRange(distribution.mean(), 2 * 64, 3 * 64)).containsOnly(1);
        assertThat(distribution.deviation()).hasSize(3 * 64).containsOnly(FakeDiffusionModel.DEVIATION);
    }

    /** Tiles of 64 pixels begin every 48: the second begins where the picture turns white, and fades in over 2. */
    @Test
    void shouldBlendTheMomentsOfTilesWhenAPictureIsLarger() {
        // Given: black up to pixel 47, white from there on
        LatentShape shape = new LatentShape(1, 11, 1);
        byte[] rgb = new byte[8 * 88 * DiffusionModel.COLOURS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / DiffusionModel.COLOURS % 88 < 48 ? 0 : 255);
        }
        // When
        var distribution = model.encodePictures(rgb, shape, 1);
        // Then
        assertThat(whole.encodings).containsExactly("tile 1x8", "tile 1x5");
        assertThat(distribution.mean()).containsExactly(-1, -1, -1, -1, -1, -1, -1, 0, 1, 1, 1);
    }
}
