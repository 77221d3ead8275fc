package dev.renderfarm.common.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTextTest {

    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "=1+2, '=1+2",
                "+49-MUG, '+49-MUG",
                "-MUG, '-MUG",
                "@MUG, '@MUG",
                "\uFF1D1+2, '\uFF1D1+2",
                "'MUG, ''MUG",
                "''MUG, '''MUG",
                "` =1`, `' =1`",
                "\u00a0@A, '\u00a0@A",
                "`\t=1`, `'\t'=1`",
                "a;=1, a;'=1",
                "a; -1, a;' -1",
                "`a;\"=1\"`, `a;'\"=1\"`",
                "`a\n=1`, `a\n'=1`",
                "a;'b, a;''b"
            })
    void shouldPutAnApostropheBeforeEachBeginningOfAFormula(String text, String written) {
        assertThat(ManifestText.written(text)).isEqualTo(written);
        assertThat(ManifestText.read(written)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MUG-1", "", "a=1", "a, -b", "it's", "5 - 3", "a;b", "4006381333931", "杯"})
    void shouldLeavePlainTextAlone(String text) {
        assertThat(ManifestText.written(text)).isEqualTo(text);
        assertThat(ManifestText.read(text)).isEqualTo(text);
    }

    /** Release 0.1 put an apostrophe before formulas only. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"'MUG, 'MUG", "'=1, =1"})
    void shouldReadManifestsOfEarlierReleases(String cell, String text) {
        assertThat(ManifestText.read(cell)).isEqualTo(text);
    }

    @Test
    void shouldReadBackWhateverIsWrittenAndLeaveNoFormulaToAnySeparator() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String signs = "=+-@'\" ;,\t\r\n|ab1\u00a0\u200b\u0000\uFF1D\uFF0D\u2028😀";
        int[] characters = signs.codePoints().toArray();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.appendCodePoint(characters[random.nextInt(characters.length)]);
            }
            // When
            String written = ManifestText.written(text.toString());
            // Then
            assertThat(ManifestText.read(written)).as("seed %d", seed).isEqualTo(text.toString());
            assertThat(cells(written)).as("seed %d", seed).noneMatch(ManifestTextTest::isRun);
        }
    }

    /** The whole cell, and what readers make of it who separate by semicolons or tabs and do not know our quotes. */
    private static List<String> cells(String written) {
        List<String> cells = new ArrayList<>(List.of(written));
        for (String separator : Set.of("[;\\r\\n]", "[\\t\\r\\n]")) {
            cells.addAll(List.of(written.replace("\"", "\"\"").split(separator)));
        }
        return cells;
    }

    private static boolean isRun(String cell) {
        String seen = cell.replaceAll("^[\\s\\p{Z}\\p{C}\"]+", "");
        return !cell.startsWith("'") && !seen.isEmpty() && FORMULA.indexOf(seen.charAt(0)) >= 0;
    }
}
