package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code farm verify --rerender} says of what a farm draws now. */
class VerifyRerenderedTest {

    private static final String SHOP = "batch_5f0c9a";
    private static final String REROLLS = "POST /v1/batches/" + SHOP + "/rerolls";
    private static final String AGAIN = "GET /v1/batches/" + Batches.ID;

    @TempDir
    Path directory;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @BeforeEach
    void drawAgainWhatIsAskedFor() {
        farm.on(REROLLS, Batches.inProgress(1, 0))
                .on(AGAIN, Batches.completed(9, 1, 0))
                .onEvents(AGAIN + "/events", Batches.completed(9, 1, 0))
                .on(
                        "GET /v1/workers",
                        ListView.of(List.of(worker("w1", "H100"), worker("w2", "A10")), view -> "", false));
    }

    @Test
    void shouldSayThatTheFarmDrawsTheSameBytes() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w1");
        answer(picture(0), 77, "sha256:00", "w1");
        // When
        int exitCode = console.run("verify", directory.toString(), "--rerender");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString()).isEqualToNormalizingNewlines("""
            drawn again as batch_0123abc
            PICTURE  DIGEST   PROVENANCE  KEPT  RERENDERED
            MUG.png  matches  none        none  the same bytes
            all 1 hold
            """);
        assertThat(farm.requests())
                .filteredOn(request -> request.line().equals(REROLLS))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).isEqualTo("{\"items\":[{\"index\":3,\"seed\":77}]}"));
    }

    @Test
    void shouldFailWhenADeviceOfTheSameKindDrawsOtherPixels() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w1");
        answer(picture(5), 77, "sha256:00", "w1");
        // Then
        assertThat(rerendered(1))
                .contains("FAILS: 1 of 4 pixels differ, by up to 5 of 255 levels, on the same kind of device, H100");
    }

    @Test
    void shouldNotJudgeWhatAnotherKindOfDeviceDraws() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w2");
        answer(picture(5), 77, "sha256:00", "w1");
        // Then
        assertThat(rerendered(1))
                .contains("not checked: 1 of 4 pixels differ, by up to 5 of 255 levels; drawn on A10, and now on H100");
        // Given one that has gone
        put("MUG", picture(0), 3, 77, "w3");
        // Then
        assertThat(rerendered(1)).contains("which device drew it is not known any more");
    }

    @Test
    void shouldNotJudgeWhatWasDrawnFromSomethingElse() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w1");
        answer(picture(5), 78, "sha256:00", "w1");
        // Then
        assertThat(rerendered(1)).contains("not checked: it failed a check, and was drawn again from another seed");
    }

    @Test
    void shouldNotAskForWhatWasKeptThoughItFailedACheck() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w1");
        Path metadata = directory.resolve("MUG.json");
        Files.writeString(
                metadata,
                Files.readString(metadata)
                        .replaceFirst("\\{", "{\"rejected\":{\"code\":\"blank_image\",\"detail\":\"one colour\"},"));
        // Then
        assertThat(rerendered(0)).contains("not asked");
        assertThat(farm.requests()).noneMatch(request -> request.line().equals(REROLLS));
    }

    @Test
    void shouldNotJudgeWhatAnotherPackageDraws() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w1");
        answer(picture(5), 77, "sha256:11", "w1");
        // Then
        assertThat(rerendered(1)).contains("not checked: the farm draws with another package of the model now");
    }

    @Test
    void shouldTellWhyAPictureCouldNotBeDrawnAgain() throws IOException {
        // Given
        put("MUG", picture(0), 3, 77, "w1");
        farm.on(
                AGAIN + "/tasks?limit=1000",
                ListView.of(
                        List.of(new TaskView(new TaskId(Batches.ID, 0), TaskState.FAILED, List.of(), null, null)),
                        TaskView::id,
                        false));
        // Then
        assertThat(rerendered(1)).contains("not checked: it was not drawn again, see farm show " + Batches.ID);
    }

    @Test
    void shouldAskForNoMoreThanASampleAndForOneOfALine() throws IOException {
        // Given
        put("A", picture(0), 0, 7, "w1");
        put("A-2", picture(1), 1, 8, "w1", "A");
        put("B", picture(2), 2, 9, "w1");
        answer(picture(0), 7, "sha256:00", "w1");
        // When
        console.run("verify", directory.toString(), "--rerender", "--sample", "1");
        // Then
        assertThat(console.out().toString()).contains("not asked");
        assertThat(farm.requests().stream()
                        .filter(request -> request.line().equals(REROLLS))
                        .map(request -> Json.read(request.body(), Map.class).get("items"))
                        .map(items -> ((List<?>) items).size()))
                .containsExactly(1);
        assertThat(console.run("verify", directory.toString(), "--rerender", "--sample", "0"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("--sample must be a whole number from 1 to 50");
    }

    private String rerendered(int exitCode) {
        console.out().getBuffer().setLength(0);
        assertThat(console.run("verify", directory.toString(), "--rerender")).isEqualTo(exitCode);
        return console.out().toString();
    }

    private void put(String name, byte[] file, int index, long seed, String worker) throws IOException {
        put(name, file, index, seed, worker, name);
    }

    private void put(String name, byte[] file, int index, long seed, String worker, String sku) throws IOException {
        Files.write(directory.resolve(name + ".png"), file);
        Files.write(
                directory.resolve(name + ".json"),
                Json.bytes(Map.of(
                        "sha256", Sha256.hex(file),
                        "batch", SHOP,
                        "custom_id", sku,
                        "index", index,
                        "seed", seed,
                        "model", Map.of("digest", "sha256:00"),
                        "worker", worker)));
    }

    private void answer(byte[] file, long seed, String model, String worker) {
        var image = new StoredImage("batches/" + Batches.ID + "/images/MUG-r2.png", "", Sha256.hex(file), file.length);
        farm.on(
                        AGAIN + "/tasks?limit=1000",
                        ListView.of(
                                List.of(new TaskView(
                                        new TaskId(Batches.ID, 0), TaskState.COMPLETED, List.of(), image, null)),
                                TaskView::id,
                                false))
                .on(AGAIN + "/images/MUG-r2.png", 200, file)
                .on(
                        AGAIN + "/images/MUG-r2.json",
                        Map.of("seed", seed, "model", Map.of("digest", model), "worker", worker));
    }

    private static WorkerView worker(String id, String device) {
        Instant noon = Instant.parse("2026-01-02T12:00:00Z");
        return new WorkerView(
                new WorkerHeartbeat(
                        new WorkerId(id),
                        WorkerState.READY,
                        new ModelName("tiny"),
                        "sha256:00",
                        "GPU:0",
                        1,
                        List.of(),
                        1.0,
                        1.0,
                        1,
                        0,
                        noon,
                        noon,
                        null,
                        "host",
                        new WorkerHardware(device, null),
                        null),
                true);
    }

    /** Two by two pixels, of which one has that much blue. */
    private static byte[] picture(int blue) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, blue);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }
}
