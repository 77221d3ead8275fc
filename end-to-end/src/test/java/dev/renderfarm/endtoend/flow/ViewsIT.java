package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a page shows of a batch comes by the HTTP API alone: tasks, pictures large and small, events, one download. */
@ExtendWith(CommonFarm.class)
class ViewsIT {

    private static final byte[] CSV =
            "sku,prompt,size,n\nMUG,<b>a mug</b>,512x256,2\nCUP 杯,a cup,64x64,\n".getBytes(UTF_8);

    private static FlowFarm farm;

    @BeforeAll
    static void join(FlowFarm common) {
        farm = common;
    }

    @Test
    @Timeout(120)
    void shouldShowABatchFromItsTasksToOneDownload() throws Exception {
        // When
        Batch batch = farm.client().submit("batch.csv", CSV);
        List<String> events = eventsUntilTasksAreCompleted(batch);
        Batch ended = farm.client().awaitEnd(batch.id(), Duration.ofMinutes(1));
        // Then
        assertThat(events).contains("event:batch", "event:tasks", "event:workers", "event:farm");
        List<TaskDetails> tasks = tasks(ended, "");
        assertThat(tasks).extracting(task -> task.item().sku()).containsExactly("MUG", "MUG", "CUP 杯");
        assertThat(tasks.get(0).item().prompt()).isEqualTo("<b>a mug</b>");
        assertThat(tasks(ended, "?sku=MUG"))
                .extracting(task -> task.item().variant())
                .containsExactly(1, 2);
        assertThat(text("/v1/batches/" + ended.id() + "/tasks/states")).isEqualTo("ccc\n...\n");
        assertThumbnails(ended, tasks);
        assertThat(zip("/v1/batches/" + ended.id() + "/archive.zip"))
                .containsOnlyKeys("MUG.png", "MUG-2.png", "CUP_杯.png", "manifest.csv")
                .containsEntry(
                        "MUG.png",
                        farm.client().get(path(requireNonNull(tasks.get(0).url()))).length);
        assertThat(zip("/v1/batches/" + ended.id() + "/archive.zip?review=approved"))
                .containsOnlyKeys("manifest.csv");
        FarmView pulse = Json.read(text("/v1/farm"), FarmView.class);
        assertThat(pulse.workers().live()).isEqualTo(1);
        assertThat(requireNonNull(pulse.curve()).rendered()).hasSize(360);
    }

    /** The worker has left them; one that was dropped is made again. */
    private static void assertThumbnails(Batch batch, List<TaskDetails> tasks) throws Exception {
        String key = "batches/" + batch.id() + "/thumbnails/MUG.jpg";
        byte[] left = farm.bucket().content(key);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(left));
        assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("256x128");
        farm.bucket().remove(key);
        assertThat(farm.client().get(path(requireNonNull(tasks.get(0).thumbnailUrl()))))
                .isEqualTo(left);
    }

    private static List<String> eventsUntilTasksAreCompleted(Batch batch) throws Exception {
        URI stream = farm.processes().url().resolve("/v1/events?workers=1&farm=1&batches=" + batch.id());
        Set<String> seen = new LinkedHashSet<>();
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                seen.add(line);
                if (seen.contains("event:tasks") && seen.stream().anyMatch(ViewsIT::tellsTheEnd)) {
                    return List.copyOf(seen);
                }
            }
        }
        throw new AssertionError("the stream ended: " + seen);
    }

    private static boolean tellsTheEnd(String line) {
        return line.contains("\"status\":\"completed\"");
    }

    private static List<TaskDetails> tasks(Batch batch, String query) {
        return ListView.read(text("/v1/batches/" + batch.id() + "/tasks" + query), TaskDetails.class)
                .data();
    }

    private static Map<String, Integer> zip(String path) throws IOException {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(farm.client().get(path)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                sizes.put(entry.getName(), zip.readAllBytes().length);
            }
        }
        return sizes;
    }

    private static String text(String path) {
        return new String(farm.client().get(path), UTF_8);
    }

    private static String path(String url) {
        URI address = URI.create(url);
        return address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    }
}
