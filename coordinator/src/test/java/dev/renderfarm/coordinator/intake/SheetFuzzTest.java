package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code scripts/fuzz} has found worth keeping. */
class SheetFuzzTest {

    static Stream<Path> kept() throws IOException {
        return Files.list(Path.of("src/test/resources/fuzz/sheets")).sorted();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void shouldTakeOrRefuseWhatTheFuzzerHasKept(Path input) throws IOException {
        byte[] sheet = Files.readAllBytes(input);
        assertThatCode(() -> SheetFuzz.fuzzerTestOneInput(sheet)).doesNotThrowAnyException();
    }
}
