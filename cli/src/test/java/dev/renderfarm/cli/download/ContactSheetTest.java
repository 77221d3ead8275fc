package dev.renderfarm.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.storage.ImageFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContactSheetTest {

    @TempDir
    Path directory;

    @Test
    void shouldPlacePicturesOfAnySizeInTheManifestsOrder() throws Exception {
        // Given
        picture("A", 64, 64, Color.RED);
        picture("B", 900, 300, Color.GREEN);
        picture("C", 16, 300, Color.BLUE);
        // When
        List<Path> sheets = draw("A", "B", "C");
        // Then
        assertThat(sheets).containsExactly(directory.resolve("contact-sheet.jpg"));
        BufferedImage sheet = ImageIO.read(sheets.get(0).toFile());
        assertThat(sheet.getWidth()).isEqualTo(4 + 3 * 132);
        assertThat(sheet.getHeight()).isEqualTo(4 + 132);
        assertColour(sheet, 4 + 64, 4 + 64, Color.RED);
        assertColour(sheet, 136 + 64, 4 + 64, Color.GREEN);
        assertColour(sheet, 136 + 64, 4 + 10, Color.WHITE);
        assertColour(sheet, 268 + 64, 4 + 64, Color.BLUE);
        assertColour(sheet, 268 + 10, 4 + 64, Color.WHITE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPlacePicturesOfAnyFormat(ImageFormat format) throws Exception {
        // Given
        String name = "A." + format.extension();
        try (var in = ContactSheetTest.class.getResourceAsStream("/pictures/red." + format.extension())) {
            Files.write(directory.resolve(name), Objects.requireNonNull(in).readAllBytes());
        }
        Files.writeString(directory.resolve("manifest.csv"), "sku,image,sha256\nA,batches/b/images/" + name + ",00\n");
        // When
        List<Path> sheets = ContactSheet.of(directory).draw();
        // Then
        assertColour(ImageIO.read(sheets.get(0).toFile()), 4 + 64, 4 + 64, Color.RED);
    }

    @Test
    void shouldGoOnWithAnotherSheetAfterAHundred() throws Exception {
        // Given
        String[] names = IntStream.range(0, 101).mapToObj(i -> "P" + i).toArray(String[]::new);
        for (String name : names) {
            picture(name, 8, 8, Color.RED);
        }
        // When
        List<Path> sheets = draw(names);
        // Then
        assertThat(sheets)
                .containsExactly(directory.resolve("contact-sheet.jpg"), directory.resolve("contact-sheet-2.jpg"));
        assertThat(ImageIO.read(sheets.get(1).toFile()).getWidth()).isEqualTo(4 + 132);
    }

    @Test
    void shouldDrawNothingWhenThereIsNoPicture() throws Exception {
        assertThat(draw()).isEmpty();
    }

    @Test
    void shouldNameThePictureThatCannotBeRead() throws Exception {
        // Given
        Files.writeString(directory.resolve("A.png"), "no picture");
        // Then
        assertThatThrownBy(() -> draw("A"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("A.png cannot be read for the contact sheet");
    }

    @Test
    void shouldNameThePictureThatIsMissing() throws Exception {
        // Given
        picture("A", 8, 8, Color.RED);
        // Then
        assertThatThrownBy(() -> draw("A", "B"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("B.png cannot be read for the contact sheet")
                .hasMessageEndingWith("run the download again");
    }

    private List<Path> draw(String... names) throws Exception {
        Files.writeString(
                directory.resolve("manifest.csv"),
                IntStream.range(0, names.length)
                        .mapToObj(i -> names[i] + ",batches/b/images/" + names[i] + ".png,00\n")
                        .collect(Collectors.joining("", "sku,image,sha256\n", "")));
        return ContactSheet.of(directory).draw();
    }

    private void picture(String name, int width, int height, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ImageIO.write(image, "png", directory.resolve(name + ".png").toFile());
    }

    private static void assertColour(BufferedImage sheet, int x, int y, Color expected) {
        Color found = new Color(sheet.getRGB(x, y));
        assertThat(found.getRed()).isCloseTo(expected.getRed(), within(12));
        assertThat(found.getGreen()).isCloseTo(expected.getGreen(), within(12));
        assertThat(found.getBlue()).isCloseTo(expected.getBlue(), within(12));
    }
}
