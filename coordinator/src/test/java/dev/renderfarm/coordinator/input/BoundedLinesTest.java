package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

    @Test
    void shouldCountEveryKindOfLineEnd() throws IOException {
        assertThat(lines("a\nb\r\n\r\nc\rd")).containsExactly("1 a", "2 b", "3 ", "4 c", "5 d");
        assertThat(lines("a\n")).containsExactly("1 a");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void shouldGiveTheBeginningOfALineWhenItIsLongerThanTheLimit() throws IOException {
        assertThat(lines("abcde\nabcdef\nab")).containsExactly("1 abcde", "2 abcde…", "3 ab");
    }

    private static List<String> lines(String text) throws IOException {
        BoundedLines lines = new BoundedLines(new StringReader(text), 5);
        List<String> all = new ArrayList<>();
        for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
            all.add(line.number() + " " + line.text() + (line.isWhole() ? "" : "…"));
        }
        return all;
    }
}
