package dev.renderfarm.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileStoreTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FileStore files =
            new FileStore(objects, InstantSource.fixed(Instant.ofEpochSecond(7)), new Random(1));

    @Test
    void shouldGiveBackNameAndContentOfAnUpload() throws IOException {
        // When
        UploadedFile saved = files.save("bröd.csv", "batch", new ByteArrayInputStream(new byte[] {1, 2}), 2);
        // Then
        assertThat(files.find(saved.id())).contains(saved);
        try (InputStream content = files.open(saved.id())) {
            assertThat(content.readAllBytes()).containsExactly(1, 2);
        }
        assertThat(Json.string(saved))
                .isEqualTo("{\"id\":\"" + saved.id() + "\",\"object\":\"file\",\"bytes\":2,\"created_at\":7,"
                        + "\"filename\":\"bröd.csv\",\"purpose\":\"batch\",\"status\":\"processed\"}");
    }

    @Test
    void shouldGiveTheTenantOfABatchItsLinesWhenAnAdminAsksForThem() {
        // Given
        Caller admin = new Caller(null, null, "k", TenantName.DEFAULT, Role.ADMIN, null);
        var asked = new FileStore(objects, InstantSource.system(), new Random(2), () -> Optional.of(admin));
        TenantName shop = new TenantName("shop-a");
        // When
        UploadedFile saved = asked.saveFor(shop, "again.jsonl", new ByteArrayInputStream(new byte[1]), 1);
        // Then
        assertThat(saved.owner()).isEqualTo(shop);
        assertThat(asked.save("mine.jsonl", "batch", new ByteArrayInputStream(new byte[1]), 1)
                        .owner())
                .isEqualTo(TenantName.DEFAULT);
        assertThat(files.saveFor(shop, "home.jsonl", new ByteArrayInputStream(new byte[1]), 1)
                        .owner())
                .as("at home files are nobody's")
                .isEqualTo(TenantName.DEFAULT);
    }

    @Test
    void shouldFindWhatWasUploadedToAnyRelease() {
        FileId id = new FileId("file-5f0c9a");
        for (Recorded recorded : Recorded.all("file.json")) {
            objects.put("files/" + id + ".json", recorded.bytes(), "application/json", Map.of());
            assertThat(files.find(id))
                    .contains(new UploadedFile(
                            id, 1234, Instant.parse("2026-01-02T12:00:00Z"), "products 夏.csv", "batch"));
        }
        Recorded.assertWrittenAsBefore("file.json", UploadedFile.class);
    }

    @Test
    void shouldNotFindAFileOfWhichOnlyTheContentArrived() {
        objects.put("files/file-1", new byte[1], "text/csv", Map.of());
        assertThat(files.find(new FileId("file-1"))).isEmpty();
    }

    @Test
    void shouldSayThatStorageIsAwayWhenItIs() {
        objects.setAvailable(false);
        assertThatThrownBy(() -> files.find(new FileId("file-1"))).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void shouldReadWhatTheIdOfABatchesFileSays() {
        BatchId batch = new BatchId("batch_5f0c");
        for (BatchFile file : BatchFile.values()) {
            assertThat(BatchFileId.parse(FileId.ofBatch(batch, file))).contains(new BatchFileId(batch, file));
        }
        for (String upload :
                new String[] {"file-5f0c", "file-batch_5f0c", "file-batch_5f0c-other", "file-batch_-output"}) {
            assertThat(BatchFileId.parse(new FileId(upload))).as(upload).isEmpty();
        }
    }
}
