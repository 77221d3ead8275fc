package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code scripts/fuzz} has found worth keeping. */
class RecordFuzzTest {

    static Stream<Path> kept() throws IOException {
        return Files.list(Path.of("src/test/resources/fuzz/records")).sorted();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void shouldReadOrRefuseWhatTheFuzzerHasKept(Path input) throws IOException {
        byte[] value = Files.readAllBytes(input);
        assertThatCode(() -> RecordFuzz.fuzzerTestOneInput(value)).doesNotThrowAnyException();
    }
}
