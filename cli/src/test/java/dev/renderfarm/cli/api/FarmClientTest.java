package dev.renderfarm.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ImageName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FarmClientTest {

    private static final String BATCH = "GET /v1/batches/" + Batches.ID;

    @TempDir
    Path directory;

    private final FakeFarm farm = new FakeFarm();
    private final FarmClient client = new FarmClient(farm.url());

    @AfterEach
    void stopFarm() {
        farm.close();
    }

    @Test
    void shouldUploadTheFileAsAForm() throws IOException, InterruptedException {
        // Given
        farm.onUpload(new FileId("file-1"));
        Path file = Files.writeString(directory.resolve("kept"), "sku,prompt\n1,杯子\n");
        // When
        FileId id = client.upload(file, "a\"b.csv");
        // Then
        assertThat(id).isEqualTo(new FileId("file-1"));
        FakeFarm.Request request = farm.requests().get(0);
        String boundary = request.header("Content-type").replace("multipart/form-data; boundary=", "");
        assertThat(request.body())
                .isEqualTo("--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                        + "--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"a%22b.csv\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n"
                        + "sku,prompt\n1,杯子\n"
                        + "\r\n--" + boundary + "--\r\n");
    }

    @Test
    void shouldSubmitInOpenAisForm() throws InterruptedException {
        // Given
        farm.on("POST /v1/batches", Batches.inProgress(1, 0));
        BatchRequest request = BatchRequest.images(
                new FileId("file-1"), Map.of("k", "v"), new ModelName("tiny"), new BatchRequest.Options(7L, 2));
        // When
        client.submit(request, "key-1");
        // Then
        assertThat(farm.requests().get(0).header("Idempotency-key")).isEqualTo("key-1");
        assertThat(farm.requests().get(0).body())
                .isEqualTo("{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/images/generations\","
                        + "\"completion_window\":\"24h\",\"metadata\":{\"k\":\"v\"},\"model\":\"tiny\","
                        + "\"renderfarm\":{\"seed\":7,\"max_attempts\":2}}");
    }

    @Test
    void shouldSubmitAgainWithTheSameKeyWhenTheAnswerWasLost() throws InterruptedException {
        // Given
        farm.on("POST /v1/batches", 503, new byte[0]).on("POST /v1/batches", Batches.inProgress(1, 0));
        BatchRequest request =
                BatchRequest.images(new FileId("file-1"), Map.of(), null, new BatchRequest.Options(null, null));
        // When
        client.submit(request, "key-1");
        // Then
        assertThat(farm.requests()).hasSize(2).allSatisfy(sent -> assertThat(sent.header("Idempotency-key"))
                .isEqualTo("key-1"));
    }

    @Test
    void shouldPutAPictureWithAnyNameIntoThePath() throws IOException, InterruptedException {
        // Given
        farm.on("GET /v1/batches/" + Batches.ID + "/images/%E6%9D%AF-1.png", 200, "pixels".getBytes(UTF_8));
        Path file = directory.resolve("picture");
        // When
        client.save(Batches.ID, new ImageName("杯-1"), "png", file);
        // Then
        assertThat(file).hasContent("pixels");
    }

    @ParameterizedTest
    @CsvSource({
        "400, prompt_too_long, PROMPT_TOO_LONG",
        "400, something_new, INVALID_REQUEST",
        "404, , NOT_FOUND",
        "409, , CONFLICT",
        "413, , FILE_TOO_LARGE",
        "500, , INTERNAL_ERROR",
        "503, storage_unavailable, STORAGE_UNAVAILABLE",
        "503, , FARM_UNREACHABLE"
    })
    void shouldNameTheFailure(int status, String code, FailureCode expected) {
        // Given
        farm.onError(BATCH, status, code == null ? "" : code, "mend it");
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> client.batch(Batches.ID));
        // Then
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure).hasMessage("mend it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "null", "{}", "{\"error\":\"Bad Gateway\"}", "{\"error\":{\"code\":3}}"})
    void shouldSayTheStatusWhenTheErrorIsNotTheFarms(String body) {
        // Given
        farm.on(BATCH, 502, body.getBytes(UTF_8));
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> client.batch(Batches.ID));
        // Then
        assertThat(failure).hasMessage("the farm answered with HTTP status 502");
        assertThat(failure.code()).isEqualTo(FailureCode.FARM_UNREACHABLE);
    }

    @Test
    void shouldSayWhatToDoWhenNobodyAnswers() {
        // Given
        URI url = farm.url();
        farm.close();
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> new FarmClient(url).batch(Batches.ID));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.FARM_UNREACHABLE);
        assertThat(failure)
                .hasMessage("no farm answers at " + url
                        + ": start one with scripts/standalone, or name another with --url");
    }

    @Test
    void shouldSayThatTheAnswerMakesNoSense() {
        // Given
        farm.on(BATCH, 200, "{\"id\":\"nonsense\"}".getBytes(UTF_8));
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> client.batch(Batches.ID));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL_ERROR);
        assertThat(failure).hasMessageContaining("not a Batch");
    }

    @Test
    @Timeout(20)
    void shouldNotWaitForEverWhenTheEventStreamDoesNotBegin() {
        // Given
        farm.onSilence(BATCH + "/events");
        FarmClient impatient = new FarmClient(farm.url(), limits(Duration.ofMillis(200), Duration.ofHours(1)));
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> impatient.events(Batches.ID));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.FARM_UNREACHABLE);
        assertThat(failure).hasMessage("the farm at " + farm.url() + " did not answer in time: try again");
    }

    @Test
    @Timeout(20)
    void shouldNotWaitForEverWhenTheFarmFallsSilentInAPicture() {
        // Given
        farm.onSilenceAfter(BATCH + "/images/A.png", "pix".getBytes(UTF_8));
        FarmClient impatient = new FarmClient(farm.url(), limits(Duration.ofHours(1), Duration.ofMillis(500)));
        // When
        FarmException failure = catchThrowableOfType(
                FarmException.class,
                () -> impatient.save(Batches.ID, new ImageName("A"), "png", directory.resolve("A.png")));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.FARM_UNREACHABLE);
        assertThat(failure).hasMessage("the farm at " + farm.url() + " did not answer in time: try again");
    }

    @Test
    @Timeout(20)
    void shouldNotWaitForEverWhenTheFarmFallsSilentInAnAnswer() {
        // Given
        farm.onSilenceAfter(BATCH, "{\"id\":".getBytes(UTF_8));
        FarmClient impatient = new FarmClient(farm.url(), limits(Duration.ofMillis(500), Duration.ofHours(1)));
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> impatient.batch(Batches.ID));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.FARM_UNREACHABLE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldTellAFullDiskFromAConnectionThatBroke() {
        // Given
        farm.on(BATCH + "/images/A.png", 200, "pixels".getBytes(UTF_8));
        // When
        FarmException failure = catchThrowableOfType(
                FarmException.class, () -> client.save(Batches.ID, new ImageName("A"), "png", Path.of("/dev/full")));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_UNWRITABLE);
        assertThat(failure).hasMessage("cannot write /dev/full: No space left on device");
    }

    @Test
    void shouldReplaceALongerFile() throws IOException, InterruptedException {
        // Given
        farm.on(BATCH + "/images/A.png", 200, "new".getBytes(UTF_8));
        Path file = Files.writeString(directory.resolve("A.png"), "older and longer");
        // When
        client.save(Batches.ID, new ImageName("A"), "png", file);
        // Then
        assertThat(file).hasContent("new");
    }

    private static FarmHttp.Limits limits(Duration answer, Duration picture) {
        return new FarmHttp.Limits(Duration.ofSeconds(5), answer, picture, Duration.ofHours(1));
    }
}
