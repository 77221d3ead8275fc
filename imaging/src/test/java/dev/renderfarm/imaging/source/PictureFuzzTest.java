package dev.renderfarm.imaging.source;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code scripts/fuzz} has found worth keeping. */
class PictureFuzzTest {

    static Stream<Path> kept() throws IOException {
        return Files.list(Path.of("src/test/resources/fuzz/pictures")).sorted();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void shouldReadOrRefuseWhatTheFuzzerHasKept(Path input) throws IOException {
        byte[] file = Files.readAllBytes(input);
        assertThatCode(() -> PictureFuzz.fuzzerTestOneInput(file)).doesNotThrowAnyException();
    }
}
