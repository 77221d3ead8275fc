package dev.renderfarm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldWantBothPrograms() throws IOException {
        program("chromium", "exit 0");
        assertThat(found()).isFalse();
        assertThat(Programs.find(Map.of("PATH", folder.toString()), true)).isPresent();
        program("node", "echo v18.20.4");
        assertThat(found()).isFalse();
        program("node", "echo v20.19.2");
        assertThat(found()).isTrue();
        Files.delete(folder.resolve("chromium"));
        assertThat(found()).isFalse();
    }

    @Test
    void shouldNameBothPackagesWhereTheyAreMissing() {
        assertThat(Programs.MISSING).contains("chromium", "nodejs");
    }

    @Test
    void shouldReadVersionsOfNodeAlone() {
        assertThat(Programs.major("v24.1.0")).isEqualTo(24);
        assertThat(Programs.major("node: not found")).isZero();
        assertThat(Programs.major(null)).isZero();
    }

    private boolean found() {
        return Programs.find(Map.of("PATH", folder.toString()), false).isPresent();
    }

    private void program(String name, String does) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
