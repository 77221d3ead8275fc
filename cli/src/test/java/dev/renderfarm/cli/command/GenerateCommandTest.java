package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {

    private static final BatchId BATCH = new BatchId("batch_now");
    private static final String POST = "POST /v1/images/generations";

    @TempDir
    private Path folder;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldSaveEveryPictureOfTheAnswer() {
        // Given
        farm.on(POST, answer(null, "image.png", "image-2.png"));
        picture("image.png", "one");
        picture("image-2.png", "two");
        Path out = folder.resolve("mug.png");
        // When
        int exitCode = console.run(
                "generate",
                "a red mug",
                "--size",
                "64x64",
                "-n",
                "2",
                "--seed",
                "7",
                "--steps",
                "4",
                "--scheduler",
                "ddim",
                "--guidance",
                "1.5",
                "--out",
                out.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(out).hasContent("one");
        assertThat(folder.resolve("mug-2.png")).hasContent("two");
        assertThat(console.out()).hasToString(out + "\n" + folder.resolve("mug-2.png") + "\n");
        assertThat(farm.requests().get(0).body())
                .isEqualTo("{\"prompt\":\"a red mug\",\"n\":2,\"size\":\"64x64\",\"seed\":7,"
                        + "\"num_inference_steps\":4,\"guidance_scale\":1.5,\"scheduler\":\"ddim\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "mug.jpg, image.jpg, '\"output_format\":\"jpeg\",\"output_compression\":85'",
        "MUG.JPEG, image.jpg, '\"output_format\":\"jpeg\",\"output_compression\":85'",
        "mug.webp, image.webp, '\"output_format\":\"webp\",\"output_compression\":85'"
    })
    void shouldAskForTheFormatThatTheFileIsCalledBy(String out, String stored, String asked) {
        // Given
        farm.on(POST, answer(null, stored));
        picture(stored, "one");
        // When
        int exitCode = console.run(
                "generate",
                "a mug",
                "--compression",
                "85",
                "--out",
                folder.resolve(out).toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(folder.resolve(out)).hasContent("one");
        assertThat(farm.requests().get(0).body()).isEqualTo("{\"prompt\":\"a mug\"," + asked + "}");
    }

    @Test
    void shouldAskAgainForTheSamePictureWhileItIsNotRendered() {
        // Given
        farm.onError(POST, 504, FailureCode.NOT_RENDERED_YET.wireName(), "not within 60 s: batch_now goes on");
        farm.on(POST, answer(null, "image.png"));
        picture("image.png", "one");
        // When
        int exitCode =
                console.run("generate", "a mug", "--out", folder.resolve("a").toString(), "--idempotency-key", "k");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.err()).asString().contains("batch_now goes on");
        assertThat(farm.requests())
                .filteredOn(request -> request.line().equals(POST))
                .hasSize(2)
                .extracting(request -> request.headers().get("Idempotency-key"))
                .containsOnly(List.of("k"));
    }

    @Test
    void shouldFailWhereSomeOfThePicturesAreMissing() {
        // Given
        farm.on(POST, answer(new LineError(FailureCode.BLANK_IMAGE, null, null, "missing 1 of 2"), "image.png"));
        picture("image.png", "one");
        // When
        int exitCode = console.run(
                "generate", "a mug", "-n", "2", "--out", folder.resolve("a").toString());
        // Then
        assertThat(exitCode).isEqualTo(FailureCode.BLANK_IMAGE.exitCode());
        assertThat(folder.resolve("a")).hasContent("one");
        assertThat(console.err()).asString().contains("missing 1 of 2");
    }

    private void picture(String file, String content) {
        farm.on("GET /v1/batches/" + BATCH + "/images/" + file, 200, content.getBytes(StandardCharsets.UTF_8));
    }

    private static ImagesView answer(@Nullable LineError error, String... files) {
        List<ImagesView.Picture> pictures = Stream.of(files)
                .map(file -> new ImagesView.Picture(
                        null, null, "https://farm.example/v1/batches/" + BATCH + "/images/" + file, Map.of()))
                .toList();
        return new ImagesView(
                Instant.EPOCH,
                ImagesView.OPAQUE,
                pictures,
                ImageFormat.PNG,
                null,
                null,
                null,
                new ImagesView.Farm(BATCH, null, error));
    }
}
