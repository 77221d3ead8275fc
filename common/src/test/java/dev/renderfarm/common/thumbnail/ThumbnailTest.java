package dev.renderfarm.common.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.task.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

    @ParameterizedTest
    @CsvSource({
        "1024x1024,256x256",
        "1024x768,256x192",
        "720x1280,144x256",
        "64x48,64x48",
        "5000x4,256x1",
        "300x299,256x255"
    })
    void shouldHave256PixelsOnTheLongerSide(String size, String small) throws IOException {
        // Given
        ImageSize given = ImageSize.parse(size);
        byte[] rgb = new byte[(int) given.pixels() * 3];
        Arrays.fill(rgb, (byte) 200);
        // When
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Thumbnail.jpeg(given, rgb)));
        // Then
        assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(small);
        assertThat(image.getRGB(0, 0) & 0xff).isCloseTo(200, within(2));
    }

    @Test
    void shouldMeanWhatEachPixelCovers() {
        // Given: three pixels by one, made two by one
        byte[] rgb = {90, 0, 0, 60, 30, 0, 0, 0, (byte) 255};
        int[] small = new int[2];
        // When
        AreaAverage.of(new ImageSize(3, 1), rgb, new ImageSize(2, 1), small);
        // Then
        assertThat(small).containsExactly(0x500a00, 0x140aaa);
    }

    @Test
    void shouldKeepRowsApart() {
        // Given: two columns, four rows
        byte[] rgb = new byte[2 * 4 * 3];
        Arrays.fill(rgb, 12, 24, (byte) 100);
        int[] small = new int[2];
        // When
        AreaAverage.of(new ImageSize(2, 4), rgb, new ImageSize(1, 2), small);
        // Then
        assertThat(small).containsExactly(0, 0x646464);
    }

    @Test
    void shouldRefusePixelsThatAreNotOfThatSize() {
        assertThatThrownBy(() -> Thumbnail.jpeg(new ImageSize(4, 4), new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4x4");
    }
}
