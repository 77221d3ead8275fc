package dev.renderfarm.coordinator.pictures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.links.PublicUrl;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PictureAnswersTest {

    private static final BatchId ID = new BatchId("batch_1");
    private static final Batch BATCH =
            TestBatches.withFiles(TestBatches.batch(ID, BatchStatus.COMPLETED, 1), new FileId("file-out"), null);
    private static final String OUTPUT = """
            {"id":"r","custom_id":"image","response":{"status_code":200,"request_id":"q","body":{"created":1767225600,\
            "data":[{"url":"/1.png","renderfarm":{"key":"one"}},{"url":"/2.png","renderfarm":{"key":"two"}}],\
            "size":"64x64","output_format":"png"}},"error":null}
            """;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final PictureAnswers answers = new PictureAnswers(objects);
    private final InlineRoom room = new InlineRoom(7);

    @BeforeEach
    void letThereBeTwoPictures() {
        put(ObjectKeys.batchFile(ID, BatchFile.OUTPUT), OUTPUT.getBytes(UTF_8));
        put("one", new byte[3]);
        put("two", new byte[3]);
    }

    @Test
    void shouldGiveAddressesWhereThereIsNoRoomForPicturesUntilOtherAnswersAreSent() {
        // Given
        InlineRoom.Share first = room.share();
        assertThat(reasons(first)).containsExactly("inlined", "inlined");
        // Then
        InlineRoom.Share second = room.share();
        assertThat(reasons(second)).containsExactly("limit", "limit");
        // When
        first.close();
        first.close();
        // Then
        assertThat(reasons(second)).containsExactly("inlined", "inlined");
        assertThat(reasons(room.share())).containsExactly("limit", "limit");
    }

    @Test
    void shouldTakeNoRoomForWhatIsMissingOrForWhomNobodyWaits() {
        // Given
        put("two", new byte[9]);
        objects.delete("one");
        // Then
        assertThat(reasons(room.share())).containsExactly("missing", "limit");
        // When
        put("two", new byte[7]);
        InlineRoom.Share gone = room.share();
        gone.close();
        // Then
        assertThat(reasons(gone)).containsExactly("missing", "limit");
        assertThat(reasons(room.share())).containsExactly("missing", "inlined");
        assertThat(reasons(null)).containsExactly("address", "address");
    }

    private void put(String key, byte[] content) {
        objects.put(key, content, "x/x", Map.of());
    }

    private List<Object> reasons(InlineRoom.@Nullable Share share) {
        return answers.of(BATCH, share, new PublicUrl("http://farm")).data().stream()
                .map(PictureAnswersTest::reason)
                .toList();
    }

    private static Object reason(ImagesView.Picture picture) {
        assertThat(picture.url() == null).isEqualTo(picture.b64Json() != null);
        return picture.b64Json() != null ? "inlined" : picture.renderfarm().getOrDefault("not_inlined", "address");
    }
}
