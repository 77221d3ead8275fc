package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.ShopClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files are listed and deleted as on a real server: more of them than one of its answers holds. */
@Tag("long")
class FilesIT {

    private static final byte[] CSV = "sku,prompt\nA,a mug\n".getBytes(StandardCharsets.UTF_8);

    /** Each has two objects, and an answer holds a thousand. */
    private static final int UPLOADS = 510;

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.TINY, 1);
    }

    @Test
    void shouldRenderRequestsThatComeWithTheBatch() throws Exception {
        // When
        ShopClient.Answer answer = farm.client().ask("POST", "/v1/batches", """
                        {"endpoint": "/v1/images/generations", "completion_window": "24h", "requests": [
                         {"sku": "MUG", "prompt": "a red mug", "size": "64x64"},
                         {"custom_id": "CUP", "method": "POST", "url": "/v1/images/generations",
                          "body": {"prompt": "a cup 杯", "n": 2}}]}
                        """);
        Batch submitted = Json.read(answer.body(), Batch.class);
        Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofMinutes(2));
        // Then
        assertThat(ended.requestCounts().completed()).isEqualTo(3);
        assertThat(new String(farm.client().file(submitted.inputFileId()), StandardCharsets.UTF_8))
                .hasLineCount(2)
                .contains("a cup 杯");
    }

    @Test
    void shouldListEachFileOnceByAgeAndForgetWhatIsDeleted() throws Exception {
        // Given
        Batch submitted = farm.client().submit("batch.csv", CSV);
        Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofMinutes(2));
        List<FileId> results =
                List.of(FileId.ofBatch(ended.id(), BatchFile.OUTPUT), FileId.ofBatch(ended.id(), BatchFile.MANIFEST));
        List<FileId> uploads = new ArrayList<>(List.of(submitted.inputFileId()));
        for (int i = 0; i < UPLOADS; i++) {
            uploads.add(farm.client().upload(i + ".csv", CSV));
        }
        // When
        List<FileId> oldestFirst = ids(listed("order=asc&limit=200"));
        List<UploadedFile> newestFirst = listed("limit=10000");
        // Then
        assertThat(newestFirst)
                .isSortedAccordingTo(
                        Comparator.comparing(UploadedFile::createdAt).reversed());
        assertThat(oldestFirst).filteredOn(uploads::contains).containsExactlyElementsOf(uploads);
        assertThat(oldestFirst).filteredOn(results::contains).containsExactlyElementsOf(results);
        assertThat(oldestFirst).hasSize(uploads.size() + results.size());
        Collections.reverse(oldestFirst);
        assertThat(ids(newestFirst)).isEqualTo(oldestFirst);
        assertThat(ids(listed("purpose=batch_output&limit=1"))).containsExactly(results.get(1), results.get(0));
        // When
        delete(submitted.inputFileId());
        results.forEach(FilesIT::delete);
        // Then
        assertThat(ids(listed("order=asc&limit=10000"))).containsExactlyElementsOf(uploads.subList(1, uploads.size()));
        assertThat(farm.client()
                        .ask("GET", "/v1/files/" + results.get(0) + "/content", null)
                        .status())
                .isEqualTo(404);
        assertThat(farm.bucket().images(ended.id())).as("pictures stay").isNotEmpty();
    }

    private static void delete(FileId file) {
        assertThat(farm.client().ask("DELETE", "/v1/files/" + file, null).body())
                .isEqualTo("{\"id\":\"" + file + "\",\"object\":\"file\",\"deleted\":true}");
    }

    private static List<FileId> ids(List<UploadedFile> files) {
        return files.stream().map(UploadedFile::id).collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<UploadedFile> listed(String query) {
        List<UploadedFile> all = new ArrayList<>();
        ListView<UploadedFile> page;
        do {
            String after =
                    all.isEmpty() ? "" : "&after=" + all.get(all.size() - 1).id();
            byte[] answer = farm.client().get("/v1/files?" + query + after);
            page = ListView.read(new String(answer, StandardCharsets.UTF_8), UploadedFile.class);
            all.addAll(page.data());
        } while (page.hasMore());
        return all;
    }
}
