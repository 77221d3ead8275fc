package dev.renderfarm.gpuworker.png;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class PngFileTest {

    private static final ModelLabel MODEL = new ModelLabel("tiny", "1", "0123456789", "flow_match_euler");

    @ParameterizedTest
    @EnumSource
    void shouldHoldEveryPixelWhenItIsReadBack(PngLevel level) throws IOException {
        // Given
        byte[] rgb = new byte[64 * 48 * 3];
        new Random(1).nextBytes(rgb);
        // When
        byte[] png = PngFile.encode(rgb, request("a mug", 64, 48), MODEL, level);
        // Then
        var image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(48);
        for (int i = 0; i < 64 * 48; i++) {
            int expected = ((rgb[3 * i] & 0xFF) << 16) | ((rgb[3 * i + 1] & 0xFF) << 8) | (rgb[3 * i + 2] & 0xFF);
            assertThat(image.getRGB(i % 64, i / 64) & 0xFFFFFF).isEqualTo(expected);
        }
    }

    @Test
    void shouldHaveTheSameBytesWhenTheRequestIsTheSame() throws IOException {
        // Given
        byte[] rgb = {1, 2, 3, 4, 5, 6};
        // When
        byte[] png = PngFile.encode(rgb, request("a mug", 2, 1), MODEL, PngLevel.BALANCED);
        // Then
        assertThat(PngFile.encode(rgb, request("a mug", 2, 1), MODEL, PngLevel.BALANCED))
                .isEqualTo(png);
        assertThat(png).isEqualTo(golden("two-pixels.png"));
    }

    /**
     * Other bytes for the same picture are a change that people see: digests of pictures of two releases differ. Whoever
     * means it makes {@link PngFile#ENCODER_VERSION} greater, and says so in the changelog.
     */
    @ParameterizedTest
    @CsvSource({
        "FAST, 17983783e57cf32f13f8dae063dffcf321e59f597d6bd6739f0c721fbfa08ff9",
        "BALANCED, d9639237cabf8160e29768069237b3e8d1d45a58c2a31e7b6cbae210cdebb583",
        "SMALL, 1dc19253dd7089bb9c64c0c338256c9a6e6e43e5aacd7cc5f19a2ee7aa118418"
    })
    void shouldHaveTheBytesThatWerePromisedOnEveryMachineAndRuntime(PngLevel level, String digest) {
        // Given
        var all = new ByteArrayOutputStream();
        // When
        PlainPictures.all()
                .forEach(picture -> all.writeBytes(PngFile.encode(
                        picture.rgb(), request("a mug", picture.width(), picture.height()), MODEL, level)));
        // Then
        assertThat(PngFile.ENCODER_VERSION).isEqualTo(1);
        assertThat(Sha256.hex(all.toByteArray())).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldEveryPixelWhateverIsOnThePicture(PngLevel level) throws IOException {
        for (PlainPictures.Plain picture : PlainPictures.all()) {
            // When
            byte[] png =
                    PngFile.encode(picture.rgb(), request("a mug", picture.width(), picture.height()), MODEL, level);
            // Then
            assertThat(PlainPictures.pixels(ImageIO.read(new ByteArrayInputStream(png))))
                    .as(picture.name())
                    .isEqualTo(picture.rgb());
        }
    }

    @Test
    void shouldBeSmallerTheMoreWorkIsAllowed() {
        // When
        Map<PngLevel, Long> sizes = new EnumMap<>(PngLevel.class);
        for (PngLevel level : PngLevel.values()) {
            sizes.put(
                    level,
                    PlainPictures.all().stream()
                            .mapToLong(picture -> PngFile.encode(
                                            picture.rgb(),
                                            request("a mug", picture.width(), picture.height()),
                                            MODEL,
                                            level)
                                    .length)
                            .sum());
        }
        // Then
        assertThat(sizes.get(PngLevel.SMALL)).isLessThan(sizes.get(PngLevel.BALANCED));
        assertThat(sizes.get(PngLevel.BALANCED)).isLessThan(sizes.get(PngLevel.FAST));
    }

    @Test
    void shouldCarryTheParametersWhenGalleriesReadIt() {
        // When
        String parameters = text(
                PngFile.encode(
                        new byte[3],
                        new ImageRequest(
                                "a red mug, 100% é",
                                "blur", new ImageSize(1, 1), Sampling.of(8, 4.0).withCfgLimits(1.5, 0.25), 42),
                        MODEL,
                        PngLevel.BALANCED),
                "parameters");
        // Then
        assertThat(parameters)
                .isEqualTo("a red mug, 100% é\nNegative prompt: blur\n"
                        + "Steps: 8, Sampler: flow_match_euler, CFG scale: 4, CFG normalization: 1.5, CFG truncation: "
                        + "0.25,"
                        + " Seed: 42, Size: 1x1,"
                        + " Model hash: 0123456789, Model: tiny, Version: Renderfarm");
    }

    @ParameterizedTest
    @CsvSource({
        "Negative prompt: a mug, Negative prompt： a mug",
        "'a mug\n  negative prompt : red\nsteps: 9', 'a mug\n  negative prompt ： red\nsteps： 9'",
        "'a mug, Steps: 9, Seed: 1', 'a mug, Steps： 9, Seed: 1'",
        "footsteps: many, footsteps: many"
    })
    void shouldTellThePromptFromTheParametersForEveryReader(String prompt, String read) throws Exception {
        // Given
        var request = new ImageRequest(prompt, prompt, new ImageSize(1, 1), Sampling.of(8, 4.0), 42);
        // When
        byte[] png = PngFile.encode(new byte[3], request, MODEL, PngLevel.BALANCED);
        // Then
        assertThat(text(png, "parameters"))
                .startsWith(read + "\nNegative prompt: " + read + "\nSteps: 8, ")
                .matches("(?si)(?!.*negative prompt\\s*:.*negative prompt\\s*:).*");
        assertThat(field(xml(text(png, "XML:com.adobe.xmp")), "AIPromptInformation"))
                .isEqualTo(prompt);
    }

    @Test
    void shouldSayThatAModelMadeItWhenXmpIsRead() throws Exception {
        // When
        Document xmp = xml(text(
                PngFile.encode(new byte[3], request("a mug", 1, 1), MODEL, PngLevel.BALANCED), "XML:com.adobe.xmp"));
        // Then
        assertThat(field(xmp, "DigitalSourceType"))
                .isEqualTo("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        assertThat(field(xmp, "AISystemUsed")).isEqualTo("Renderfarm, model tiny");
        assertThat(field(xmp, "AISystemVersionUsed")).isEqualTo("1 0123456789");
        assertThat(field(xmp, "AIPromptInformation")).isEqualTo("a mug");
    }

    @Test
    void shouldStayWellFormedWhenThePromptIsHostile() throws Exception {
        // Given
        String hostile = "</rdf:RDF>&lt;\"'\u0000\u0007\r\n\ud83d<!-- ]]> \uffff 🚀";
        // When
        byte[] png = PngFile.encode(new byte[3], request(hostile, 1, 1), MODEL, PngLevel.BALANCED);
        // Then
        String readable = "</rdf:RDF>&lt;\"'��";
        assertThat(field(xml(text(png, "XML:com.adobe.xmp")), "AIPromptInformation"))
                .startsWith(readable)
                .endsWith("�<!-- ]]> � 🚀");
        assertThat(text(png, "parameters")).startsWith(readable + "\n�<!-- ]]> \uffff 🚀\nSteps: ");
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = PngFileTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static ImageRequest request(String prompt, int width, int height) {
        return new ImageRequest(prompt, null, new ImageSize(width, height), Sampling.of(8, 0), 42);
    }

    private static Document xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String field(Document xmp, String name) {
        return xmp.getElementsByTagNameNS("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", name)
                .item(0)
                .getTextContent();
    }

    private static String text(byte[] png, String keyword) {
        return Objects.requireNonNull(texts(png).get(keyword), "the picture has no text " + keyword);
    }

    /** Reads the iTXt chunks, checking every checksum on the way. */
    private static Map<String, String> texts(byte[] png) {
        Map<String, String> texts = new LinkedHashMap<>();
        ByteBuffer chunks = ByteBuffer.wrap(png).position(8);
        while (chunks.hasRemaining()) {
            byte[] typeAndData = new byte[chunks.getInt() + 4];
            chunks.get(typeAndData);
            CRC32 checksum = new CRC32();
            checksum.update(typeAndData);
            assertThat(chunks.getInt()).isEqualTo((int) checksum.getValue());
            String chunk = new String(typeAndData, StandardCharsets.UTF_8);
            if (chunk.startsWith("iTXt")) {
                int end = chunk.indexOf('\0');
                texts.put(chunk.substring(4, end), chunk.substring(end + 5));
            }
        }
        return texts;
    }
}
