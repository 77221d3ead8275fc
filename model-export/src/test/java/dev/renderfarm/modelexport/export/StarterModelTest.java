package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that the demonstration draws with. */
class StarterModelTest {

    private static final Path STARTER = Path.of("../models/starter");
    private static final int SIDE = 128;
    private static final LatentShape SHAPE = new LatentShape(SIDE / 8, SIDE / 8, 16);
    /** In decibels; 40 is what the eye takes for the same. */
    private static final double LEAST = 38;

    @TempDir
    Path folder;

    /** Encoder and decoder agree on what latents are, after what was done to scale them. */
    @Test
    void shouldGiveThePictureAgainWhenItIsEncodedAndDecoded() throws IOException {
        // Given
        ModelPackage exported = GoldenPackage.export(STARTER, WeightType.F32, folder.resolve("starter"));
        try (DiffusionModel model = PackagedModel.oneAtATime(exported, DeviceSettings.DEFAULTS)) {
            byte[] pictures = pictures();
            int count = pictures.length / (SIDE * SIDE * DiffusionModel.COLOURS);
            // When
            float[] latents = model.encodePictures(pictures, SHAPE, count).mean();
            byte[] again = model.decode(latents, SHAPE, count);
            // Then
            assertThat(count).isEqualTo(20);
            assertThat(peakSignalToNoise(again, pictures)).isGreaterThan(LEAST);
        }
    }

    private static byte[] pictures() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(STARTER.resolve("reference"))) {
            files = found.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        byte[] all = new byte[files.size() * SIDE * SIDE * DiffusionModel.COLOURS];
        int next = 0;
        for (Path file : files) {
            BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
            for (int pixel : image.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE)) {
                all[next++] = (byte) (pixel >> 16);
                all[next++] = (byte) (pixel >> 8);
                all[next++] = (byte) pixel;
            }
        }
        return all;
    }

    private static double peakSignalToNoise(byte[] actual, byte[] expected) {
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += Math.pow(Byte.toUnsignedInt(actual[i]) - Byte.toUnsignedInt(expected[i]), 2);
        }
        return 10 * Math.log10(255 * 255 * expected.length / squares);
    }
}
