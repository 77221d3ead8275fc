package dev.renderfarm.common.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {

    private static final String HOSTILE = "a\u001b[2J\u009b1m\r\u202e\nb \u00e4\u2615";

    @Test
    void shouldReplaceWhatCommandsATerminalWhenTextHasLines() {
        assertThat(TerminalText.of(HOSTILE)).isEqualTo("a\ufffd[2J\ufffd1m\ufffd\ufffd\nb \u00e4\u2615");
    }

    @Test
    void shouldStayOnOneLineWhenTextIsALine() {
        assertThat(TerminalText.line(HOSTILE)).isEqualTo("a\ufffd[2J\ufffd1m\ufffd\ufffd b \u00e4\u2615");
    }
}
