package dev.renderfarm.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
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
    }

    @Test
    void shouldKeepWhatIsKnownOfAnUploadBesideIt() {
        FileId file = new FileId("file-0a");
        assertThat(ObjectKeys.upload(file)).isEqualTo("files/file-0a");
        assertThat(ObjectKeys.uploadDescription(file)).isEqualTo("files/file-0a.json");
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
