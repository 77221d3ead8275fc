package dev.renderfarm.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaitingCodeTest {

    @ParameterizedTest
    @EnumSource(WaitingCode.class)
    void shouldStandInTheReadme(WaitingCode code) throws IOException {
        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains("| `" + code.wireName() + "` | " + code.description() + " |");
    }
}
