package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    private static final JavaCommand JAVA = new JavaCommand(Path.of("lifeline.jar"), Path.of("children.lock"));

    @Test
    void shouldTieEveryProcessToItsParent() {
        // When
        List<String> command = JAVA.of(JvmOptions.of(), Map.of(), List.of("-jar", "any.jar"));
        // Then
        assertThat(command.get(0)).endsWith("java");
        assertThat(command.subList(1, command.size()))
                .containsExactly("-javaagent:lifeline.jar=children.lock", "-jar", "any.jar");
    }

    @Test
    void shouldPutTheUsersPropertiesLastSoThatTheyWin() {
        // Given
        JvmOptions options = JvmOptions.of("-Xmx1g").property("key", "user's");
        // When
        List<String> command = JAVA.of(options, Map.of("key", "farm's"), List.of("Main"));
        // Then
        assertThat(command).containsSubsequence("-Xmx1g", "-Dkey=farm's", "-Dkey=user's", "Main");
    }
}
