package dev.renderfarm.modelexport.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationPromptsTest {

    @TempDir
    Path folder;

    @Test
    void shouldHaveEnglishAndChinesePromptsBuiltIn() {
        assertThat(CalibrationPrompts.builtIn().prompts())
                .hasSize(8)
                .anyMatch(prompt -> prompt.contains("product photo"))
                .anyMatch(prompt -> prompt.contains("\u767d\u8272\u80cc\u666f"));
    }

    @Test
    void shouldTakeOnePromptALineAndSkipEmptyOnes() throws IOException {
        Path file = Files.writeString(folder.resolve("prompts.txt"), "a mug\r\n\n  \u4e00\u53ea\u676f\u5b50  \n");
        assertThat(CalibrationPrompts.read(file).prompts()).containsExactly("a mug", "\u4e00\u53ea\u676f\u5b50");
    }

    @Test
    void shouldNameTheFileWhenItCannotBeUsed() throws IOException {
        Path file = folder.resolve("prompts.txt");
        assertFails(file, "cannot be read");
        Files.writeString(file, "\n \n");
        assertFails(file, "from 1 to 16 prompts are needed, one a line: 0");
        Files.writeString(file, "a mug\n".repeat(17));
        assertFails(file, "one a line: 17");
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertFails(file, "not UTF-8");
        Files.writeString(file, "a".repeat((1 << 20) + 1));
        assertFails(file, "give fewer prompts");
    }

    private static void assertFails(Path file, String problem) {
        assertThatThrownBy(() -> CalibrationPrompts.read(file))
                .isInstanceOf(CalibrationException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(problem);
    }
}
