package dev.renderfarm.gpuworker.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import dev.renderfarm.gpuworker.jpeg.JpegFile;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.webp.WebpFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Of each profile of the release a picture that passes, one that is mended and one that fails; the documentation shows the same. */
class ShippedProfilesTest {

    private static final Path PAGE = Path.of("..", "docs", "profiles.md");

    private record Shipped(List<DeliveryProfile> profiles) {}

    static Stream<Arguments> pictures() {
        return Stream.of(
                picture("amazon-main", "1024x1024, 90 % of it a product, on white", () -> white(0.9), "passes"),
                picture(
                        "amazon-main",
                        "the same of 60 %, on 250",
                        () -> DrawnProducts.on(250, 1024, 1024, 0.6),
                        "mended: background, fill"),
                picture(
                        "amazon-main",
                        "the same on grey",
                        () -> DrawnProducts.on(128, 1024, 1024, 0.6),
                        "fails: background: 100 % of the border is not white, within 16 levels"),
                picture(
                        "amazon-main",
                        "20 % of it a product, on white",
                        () -> white(0.2),
                        "fails: fill: 20 %, which would have to be enlarged more than twice"),
                picture("google-merchant", "80 % of it a product, on white", () -> white(0.8), "passes"),
                picture("google-merchant", "97 % of it a product, on white", () -> white(0.97), "mended: fill"),
                picture(
                        "google-merchant",
                        "on a table",
                        () -> DrawnProducts.on(90, 1024, 1024, 0.8),
                        "fails: background: 100 % of the border is not white, within 16 levels"),
                picture("shopify", "1024x1024 on any ground", () -> DrawnProducts.on(90, 1024, 1024, 0.5), "passes"),
                picture("shopify", "640x480", () -> DrawnProducts.on(90, 640, 480, 0.5), "mended: size"),
                picture(
                        "shopify",
                        "320x320",
                        () -> DrawnProducts.on(90, 320, 320, 0.5),
                        "fails: size: 320x320, which would have to be enlarged more than twice"),
                picture("web", "1024x1024 on any ground", () -> DrawnProducts.on(90, 1024, 1024, 0.5), "passes"),
                picture("web", "2400x1200", () -> DrawnProducts.on(90, 2400, 1200, 0.5), "mended: size"),
                picture(
                        "web",
                        "noise of 2000x1600",
                        () -> DrawnProducts.noise(2000, 1600),
                        "fails: bytes: more than 500000, whatever the compression"));
    }

    private static Picture white(double fill) {
        return DrawnProducts.on(255, 1024, 1024, fill);
    }

    private static Arguments picture(String profile, String what, Supplier<Picture> picture, String outcome) {
        return arguments(profile, what, picture, outcome);
    }

    @ParameterizedTest(name = "{0}: {1} {3}")
    @MethodSource("pictures")
    void shouldPassMendOrFailAPicture(String profile, String what, Supplier<Picture> picture, String outcome)
            throws IOException {
        // Given
        Delivery delivery = named(profile).delivery();
        // When
        DeliveryReport report = delivered(picture.get(), delivery);
        // Then
        String found = report.failed().isEmpty()
                ? report.mended().isEmpty()
                        ? "passes"
                        : "mended: "
                                + report.mended().stream()
                                        .map(finding -> finding.rule().wireName())
                                        .collect(Collectors.joining(", "))
                : "fails: " + report.failed().get(0).rule().wireName();
        assertThat(outcome).as(DeliveryReport.told(report.failed())).startsWith(found);
        assertThat(report.rejection().isPresent()).isEqualTo(found.startsWith("fails"));
        assertThat(delivery.delivered(report.size()).isPresent()).isEqualTo(!found.startsWith("fails: size"));
        assertThat(Files.readAllLines(PAGE)).contains("| `" + profile + "` | " + what + " | " + outcome + " |");
    }

    @Test
    void shouldHaveEachOutcomeForEachProfile() throws IOException {
        assertThat(shipped()).allSatisfy(profile -> assertThat(pictures()
                        .filter(picture -> picture.get()[0].equals(profile.name()))
                        .map(picture -> String.valueOf(picture.get()[3]).replaceAll(":.*", "")))
                .contains("passes", "mended", "fails"));
    }

    /** Encoded as the profile has it where a line says nothing. */
    private static DeliveryReport delivered(Picture picture, Delivery delivery) {
        Delivered delivered = Delivering.of(picture, delivery, null, null);
        Encoding encoding = delivery.encoding(null);
        FittedFile file = FittedFile.of(encoding, quality -> file(delivered.picture(), encoding.withQuality(quality)));
        return delivered.report(delivery.profile(), file);
    }

    private static byte[] file(Picture picture, Encoding encoding) {
        var request = new ImageRequest("a mug", null, picture.size(), Sampling.of(8, 0), 1, null, encoding);
        ModelLabel model = ModelLabel.of(SampleTasks.MANIFEST);
        return switch (encoding.format()) {
            case JPEG -> JpegFile.encode(picture.rgb(), request, model);
            case WEBP -> WebpFile.encode(picture.rgb(), request, model);
            case PNG -> throw new IllegalStateException("no profile of the release has PNG first");
        };
    }

    private static DeliveryProfile named(String name) throws IOException {
        return shipped().stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<DeliveryProfile> shipped() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DeliveryProfile.class.getResourceAsStream("/delivery-profiles.json"), "the release has no profiles")) {
            return Json.readExactly(in.readAllBytes(), Shipped.class).profiles();
        }
    }
}
