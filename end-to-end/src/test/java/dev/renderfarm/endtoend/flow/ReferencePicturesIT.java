package dev.renderfarm.endtoend.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.layout.Installation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The farm's pictures against those that PyTorch, which trained the starter model, drew for the same prompts and seeds.
 * The latter are in the model's folder, made by {@code scripts/train/reference}.
 */
@Tag("long")
class ReferencePicturesIT {

    private static final int PICTURES = 20;

    /** Mean absolute difference of a picture, in steps of 255. */
    private static final double ALLOWED = 2;

    @Test
    void shouldDrawWhatTheTrainingFrameworkDraws() throws Exception {
        // Given
        Path reference = Installation.locate().home().resolve("models/starter/reference");
        byte[] csv = Files.readAllBytes(reference.resolve("prompts.csv"));
        try (FlowFarm farm = FlowFarm.start(TestModel.STARTER, 1)) {
            // When
            Batch submitted = farm.client().submit("prompts.csv", csv);
            Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofMinutes(3));
            // Then
            assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(PICTURES, PICTURES, 0));
            FinishedBatch finished = new FinishedBatch(ended, farm.client(), farm.bucket());
            assertThat(finished.digests()).hasSize(PICTURES);
            SoftAssertions pictures = new SoftAssertions();
            for (String sku : finished.digests().keySet()) {
                String image = requireNonNull(finished.row(sku).get("image"), "a picture without its key");
                byte[] drawn = farm.bucket().content(image);
                byte[] expected = Files.readAllBytes(reference.resolve(sku + ".png"));
                pictures.assertThat(meanDifference(drawn, expected)).as(sku).isLessThanOrEqualTo(ALLOWED);
            }
            pictures.assertAll();
        }
    }

    private static double meanDifference(byte[] drawn, byte[] expected) throws Exception {
        BufferedImage a = ImageIO.read(new ByteArrayInputStream(drawn));
        BufferedImage b = ImageIO.read(new ByteArrayInputStream(expected));
        assertThat(a.getWidth()).isEqualTo(b.getWidth());
        assertThat(a.getHeight()).isEqualTo(b.getHeight());
        long sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    sum += Math.abs((a.getRGB(x, y) >> shift & 0xFF) - (b.getRGB(x, y) >> shift & 0xFF));
                }
            }
        }
        return sum / (3.0 * a.getWidth() * a.getHeight());
    }
}
