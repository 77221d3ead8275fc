package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedQuotesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            'a \\'red\\' mug',7            | 'a ''red'' mug',7
            '10\\'',7                      | '10''',7
            'a 10\\'',7¶'b 9\\'',8         | 'a 10''',7¶'b 9''',8
            'a \\'x\\', or b',7            | 'a ''x'', or b',7
            'a \\'x\\' and \\\\',7         | 'a ''x'' and \\\\',7
            """)
    void shouldDoubleQuotesThatABackslashEscapes(String input, String expected) throws IOException {
        assertThat(read(input)).isEqualTo(text(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            'C:\\',7¶'D:\\',8
            '{\\''a\\'': \\''b\\'', 1}',7¶'x\\',8
            'a ''red'' mug',7
            a 24' monitor\\',7
            \\'a\\' mug,7
            """)
    void shouldLeaveRfc4180AsItIs(String input) throws IOException {
        assertThat(read(input)).isEqualTo(text(input));
    }

    private static String read(String input) throws IOException {
        StringWriter result = new StringWriter();
        new EscapedQuotes(new StringReader(text(input)), ',').transferTo(result);
        return result.toString();
    }

    private static String text(String written) {
        return written.replace('¶', '\n').replace('\'', '"');
    }
}
