package dev.renderfarm.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.FilePlace;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeysTest {

    private static final BatchId BATCH = new BatchId("batch_0a");

    @Test
    void shouldLayOutABatch() {
        assertThat(ObjectKeys.submission(BATCH)).isEqualTo("batches/batch_0a/submission.json");
        assertThat(ObjectKeys.itemPart(BATCH, 12)).isEqualTo("batches/batch_0a/items/part-00012.jsonl");
        assertThat(ObjectKeys.image(BATCH, ImageFile.parse("SKU-1.png")))
                .isEqualTo("batches/batch_0a/images/SKU-1.png");
        assertThat(ObjectKeys.imageMetadata(BATCH, new ImageName("SKU-1")))
                .isEqualTo("batches/batch_0a/images/SKU-1.json");
        assertThat(ObjectKeys.thumbnail(BATCH, new ImageName("SKU-1")))
                .isEqualTo("batches/batch_0a/thumbnails/SKU-1.jpg");
    }

    @Test
    void shouldKeepWhatIsKnownOfAnUploadBesideIt() {
        FileId file = new FileId("file-0a");
        assertThat(ObjectKeys.upload(file)).isEqualTo("files/file-0a");
        assertThat(ObjectKeys.uploadDescription(file)).isEqualTo("files/file-0a.json");
    }

    @Test
    void shouldKeepDescriptionsInTheOrderOfAgeNewestFirst() {
        // Given
        Instant noon = Instant.parse("2026-01-02T12:00:00Z");
        FileId older = FileId.ofUpload(noon, new Random(1));
        FileId newer = FileId.ofUpload(noon.plusMillis(1), new Random(2));
        FilePlace left = FilePlace.ofBatch(noon.plusMillis(1), BATCH, BatchFile.OUTPUT);
        // Then
        assertThat(ObjectKeys.uploadDescription(newer)).isLessThan(ObjectKeys.uploadDescription(older));
        assertThat(older.place().orElseThrow()).isGreaterThan(left);
        assertThat(FilePlace.before(noon.plusMillis(1)))
                .isLessThan(left)
                .isGreaterThan(FilePlace.before(noon.plusMillis(2)));
        assertThat(FilePurpose.BATCH_OUTPUT.description(FilePlace.before(noon.plusMillis(1))))
                .isLessThan(FilePurpose.BATCH_OUTPUT.description(left));
        assertThat(left.at()).isEqualTo(noon.plusMillis(1));
        assertThat(FilePurpose.BATCH_OUTPUT.description(left)).isEqualTo("results/fe64816bcdfe-batch_0a-output.json");
        for (FileId upload : List.of(older, newer)) {
            String key = ObjectKeys.uploadDescription(upload);
            assertThat(FilePurpose.BATCH.place(key)).isEqualTo(upload.place());
            assertThat(FilePurpose.BATCH.description(upload.place().orElseThrow()))
                    .isEqualTo(key);
            assertThat(FilePurpose.BATCH.place(ObjectKeys.upload(upload))).isEmpty();
            assertThat(FilePurpose.BATCH_OUTPUT.place(key)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"results/.json", "results/a.json", "results/fe64816bcdfe-A.json", "results/fe64816bcdfe"})
    void shouldKnowNoPlaceOfAKeyThatSomebodyElseMadeUp(String key) {
        assertThat(FilePurpose.BATCH_OUTPUT.place(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-0a", "file-t0a", "file-0123456789abcdef01234567", "file-batch_t-output"})
    void shouldKnowNoPlaceOfAFileWhoseIdTellsNone(String id) {
        assertThat(new FileId(id).place()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindTheFileOfABatchByItsId(BatchFile file) {
        assertThat(ObjectKeys.file(FileId.ofBatch(BATCH, file))).isEqualTo("batches/batch_0a/" + file.fileName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-0a", "file-output", "file-0a-output"})
    void shouldTakeAnyOtherFileForAnUpload(String id) {
        assertThat(ObjectKeys.file(new FileId(id))).isEqualTo("files/" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../a", ".hidden", "a b", "a\u0000", "-rf", "a\\b"})
    void shouldRefuseANameThatIsNoPlainPathSegment(String name) {
        assertThatThrownBy(() -> new ImageName(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
