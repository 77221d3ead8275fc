package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypingTest {

    private static final List<String> WORDS = List.of("submit", "resume", "list", "show");

    @ParameterizedTest
    @CsvSource({
        "submit, submit, 0",
        "submit, sumbit, 1",
        "submit, sbmit, 1",
        "submit, submmit, 1",
        "list, last, 1",
        "a, '', 1"
    })
    void shouldCountSlips(String word, String typed, int slips) {
        assertThat(Typing.slips(word, typed)).isEqualTo(slips);
    }

    @Test
    void shouldFindWhatWasMeantAndNothingForSomethingElse() {
        assertThat(Typing.closest("sumbit", WORDS)).containsExactly("submit");
        assertThat(Typing.closest("lost", WORDS)).containsExactly("list");
        assertThat(Typing.closest("download", WORDS)).isEmpty();
    }
}
