package dev.renderfarm.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.pictures.SourceNotHereException;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.wire.Json;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void shouldPlaceWhatAnEditBeganWithToItsLeft() throws Exception {
        // Given: an edit, a picture that is none, and an edit whose source is gone
        byte[] source = Files.readAllBytes(picture("photo", 300, 300, Color.BLUE));
        for (String name : List.of("A", "B", "C")) {
            picture(name, 64, 64, Color.RED);
        }
        Files.writeString(directory.resolve("A.json"), metadata("blue", source));
        Files.writeString(directory.resolve("B.json"), "{}");
        Files.writeString(directory.resolve("C.json"), metadata("gone", source));
        manifest("A", "B", "C");
        // When
        List<Path> sheets = ContactSheet.beforeAndAfter(directory, picture -> {
                    if (picture.key().equals("blue")) {
                        return source;
                    }
                    throw new SourceNotHereException("gone");
                })
                .draw();
        // Then
        BufferedImage sheet = ImageIO.read(sheets.get(0).toFile());
        assertThat(sheet.getWidth()).isEqualTo(4 + 6 * 132);
        List<Color> expected = List.of(Color.BLUE, Color.RED, Color.WHITE, Color.RED, Color.WHITE, Color.RED);
        for (int i = 0; i < expected.size(); i++) {
            assertColour(sheet, 4 + 132 * i + 64, 4 + 64, expected.get(i));
        }
    }

    private static String metadata(String key, byte[] source) {
        return Json.string(Map.of(
                "edit",
                new Edit(
                        new SourcePicture(key, Sha256.hex(source), source.length, 300, 300),
                        null,
                        1,
                        MaskToLatents.ANY,
                        EncodeMode.MODE,
                        true,
                        0,
                        null,
                        Resize.CONTAIN)));
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
        manifest(names);
        return ContactSheet.of(directory).draw();
    }

    private void manifest(String... names) throws IOException {
        Files.writeString(
                directory.resolve("manifest.csv"),
                IntStream.range(0, names.length)
                        .mapToObj(i -> names[i] + ",batches/b/images/" + names[i] + ".png,00\n")
                        .collect(Collectors.joining("", "sku,image,sha256\n", "")));
    }

    private Path picture(String name, int width, int height, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        Path file = directory.resolve(name + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static void assertColour(BufferedImage sheet, int x, int y, Color expected) {
        Color found = new Color(sheet.getRGB(x, y));
        assertThat(found.getRed()).isCloseTo(expected.getRed(), within(12));
        assertThat(found.getGreen()).isCloseTo(expected.getGreen(), within(12));
        assertThat(found.getBlue()).isCloseTo(expected.getBlue(), within(12));
    }
}
