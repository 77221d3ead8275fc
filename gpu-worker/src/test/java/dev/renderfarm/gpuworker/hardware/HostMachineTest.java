package dev.renderfarm.gpuworker.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMachineTest {

    @TempDir
    private Path folder;

    @Test
    void shouldNameTheProcessorAsTheKernelDoes() throws IOException {
        // Given
        Path list = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel name\t: AMD EPYC 9354 32-Core Processor\nflags\t: a\n");
        // Then
        assertThat(HostMachine.processorName(list)).isEqualTo("AMD EPYC 9354 32-Core Processor");
    }

    @Test
    void shouldNameTheArchitectureWhenTheKernelNamesNoModel() throws IOException {
        // Given
        Path silent = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: \n");
        String architecture = System.getProperty("os.arch") + " CPU";
        // Then
        assertThat(HostMachine.processorName(silent)).isEqualTo(architecture);
        assertThat(HostMachine.processorName(folder.resolve("missing"))).isEqualTo(architecture);
    }

    @Test
    void shouldTellTheMemoryOfTheMachine() {
        assertThat(HostMachine.processor().memoryBytes())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
    }
}
