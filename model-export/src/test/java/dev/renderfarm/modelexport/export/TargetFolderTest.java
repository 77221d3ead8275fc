package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFolderTest {

    private static final String MANIFEST =
            "{\"schema_version\":0,\"family\":\"z-image\",\"digest\":\"sha256:00\",\"files\":{}}";

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void nameTheTarget() {
        target = folder.resolve("model");
    }

    @Test
    void shouldReplaceAPackageEvenWhenNobodyCanReadItAnyMore() throws IOException {
        // Given
        write(target.resolve("model.json"), MANIFEST);
        // When
        try (TargetFolder made = TargetFolder.beside(target)) {
            write(made.path().resolve("model.json"), "new");
            made.commit();
        }
        // Then
        assertThat(target.resolve("model.json")).hasContent("new");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void shouldTakeThePlaceOfAnEmptyFolderOrOfNone() throws IOException {
        Path empty = Files.createDirectory(target);
        assertThatCode(() -> EarlierPackage.requireReplaceable(empty)).doesNotThrowAnyException();
        assertThatCode(() -> EarlierPackage.requireReplaceable(folder.resolve("none")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "no JSON",
                "{\"schema_version\":1,\"family\":\"f\",\"digest\":\"md5:00\",\"files\":{}}",
                "{\"schema_version\":1,\"family\":\"f\",\"digest\":\"sha256:00\"}"
            })
    void shouldKeepAFolderWhoseManifestIsNoneOfOurs(String manifest) throws IOException {
        write(target.resolve("model.json"), manifest);
        assertKept(target.resolve("model.json"));
    }

    @Test
    void shouldKeepAFolderThatBecameSomethingElseMeanwhile() throws IOException {
        try (TargetFolder made = TargetFolder.beside(target)) {
            // Given
            write(target.resolve("thesis.txt"), "ten years of work");
            // When
            assertThatThrownBy(made::commit).isInstanceOf(CheckpointException.class);
        }
        // Then
        assertKept(target.resolve("thesis.txt"));
        assertThat(names()).containsExactly("model");
    }

    @Test
    void shouldKeepAFileOfThatName() throws IOException {
        write(target, "a file");
        assertKept(target);
    }

    @Test
    void shouldPutTheEarlierPackageBackWhenTheNewOneCannotBeMoved() throws IOException {
        // Given
        write(target.resolve("model.json"), MANIFEST);
        try (TargetFolder made = TargetFolder.beside(target)) {
            Files.delete(made.path());
            // When
            assertThatThrownBy(made::commit).isInstanceOf(IOException.class);
        }
        // Then
        assertThat(target.resolve("model.json")).hasContent(MANIFEST);
        assertThat(names()).containsExactly("model");
    }

    @Test
    void shouldRestoreTheEarlierPackageWhenAKilledExportHadMovedItAway() throws IOException {
        // Given
        write(folder.resolve(".model.partial-2147483646-replaced/model.json"), MANIFEST);
        write(folder.resolve(".model.partial-2147483646/model.json"), "half");
        // When
        TargetFolder.beside(target).close();
        // Then
        assertThat(target.resolve("model.json")).hasContent(MANIFEST);
        assertThat(names()).containsExactly("model");
    }

    @Test
    void shouldRemoveTheEarlierPackageWhenAKilledExportHadReplacedIt() throws IOException {
        // Given
        write(folder.resolve(".model.partial-2147483646-replaced/model.json"), "earlier");
        write(target.resolve("model.json"), MANIFEST);
        // When
        TargetFolder.beside(target).close();
        // Then
        assertThat(target.resolve("model.json")).hasContent(MANIFEST);
        assertThat(names()).containsExactly("model");
    }

    private void assertKept(Path file) throws IOException {
        String content = Files.readString(file);
        assertThatThrownBy(() -> EarlierPackage.requireReplaceable(target))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(target.toString())
                .hasMessageContaining("is no model package");
        assertThat(file).hasContent(content);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
