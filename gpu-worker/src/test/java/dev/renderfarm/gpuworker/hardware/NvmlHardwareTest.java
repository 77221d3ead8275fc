package dev.renderfarm.gpuworker.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.worker.WorkerHardware;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NvmlHardwareTest {

    private final FakeNvml nvml = new FakeNvml();

    @Test
    void shouldTellNameAndMemoryOfTheOnlyCard() {
        assertThat(hardware()).hasValue(new WorkerHardware("NVIDIA H100 80GB HBM3", 85_520_809_984L));
    }

    @Test
    void shouldTellTheNameAloneWhenTheCardIsCutOrKeepsItsMemoryToItself() {
        // Given
        nvml.memoryAnswer = FakeNvml.NOT_SUPPORTED;
        Optional<WorkerHardware> silent = hardware();
        nvml.memoryAnswer = Nvml.SUCCESS;
        nvml.mig = true;
        // Then
        assertThat(silent).hasValue(new WorkerHardware("NVIDIA H100 80GB HBM3", null));
        assertThat(hardware()).isEqualTo(silent);
    }

    @Test
    void shouldTellNothingWhenTheCardIsInDoubtOrThereIsNoDriver() {
        // Given
        NvmlHardware without = new NvmlHardware(
                () -> {
                    throw new UnsatisfiedLinkError("Unable to load library 'libnvidia-ml.so.1'");
                },
                Map.of());
        nvml.uuids.add("GPU-bbbb");
        // Then
        assertThat(hardware()).isEmpty();
        assertThat(without.ofGpu()).isEmpty();
    }

    private Optional<WorkerHardware> hardware() {
        return new NvmlHardware(() -> nvml, Map.of()).ofGpu();
    }
}
