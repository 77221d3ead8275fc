package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugPortTest {

    @Test
    void shouldListenOnThisMachineOnly() {
        assertThat(DebugPort.parse("5005").argument())
                .isEqualTo("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005");
    }

    @Test
    void shouldWaitForTheDebuggerWhenToldToSuspend() {
        assertThat(DebugPort.parse("5006,suspend").argument())
                .isEqualTo("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:5006");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "70000", "*:5005", "5005,suspended", "5005,suspend=y", "-1"})
    void shouldRefuseWhenItIsNoPort(String text) {
        assertThatThrownBy(() -> DebugPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
