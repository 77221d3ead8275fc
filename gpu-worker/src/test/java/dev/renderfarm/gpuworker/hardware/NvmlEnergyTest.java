package dev.renderfarm.gpuworker.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.gpuworker.render.EnergyCounter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlEnergyTest {

    private final FakeNvml nvml = new FakeNvml();

    @Test
    void shouldReadTheCounterOfTheOnlyCard() {
        // When
        EnergyCounter counter = counter(Map.of());
        nvml.millijoules = 12_345_678_901L;
        // Then
        assertThat(counter.millijoules()).hasValue(12_345_678_901L);
        assertThat(nvml.asked).isEqualTo(FakeNvml.card(0));
    }

    @ParameterizedTest
    @CsvSource({
        "GPU-bbbb,         FASTEST_FIRST, 1",
        "'GPU-cccc,GPU-a', FASTEST_FIRST, 2",
        "1,                PCI_BUS_ID,    1",
        "'2,0',            PCI_BUS_ID,    2",
    })
    void shouldAskTheCardThatCudaCallsItsFirst(String visible, String order, int card) {
        // Given
        nvml.uuids.addAll(List.of("GPU-bbbb", "GPU-cccc"));
        // When
        counter(Map.of("CUDA_VISIBLE_DEVICES", visible, "CUDA_DEVICE_ORDER", order));
        // Then
        assertThat(nvml.asked).isEqualTo(FakeNvml.card(card));
    }

    @ParameterizedTest
    @CsvSource({
        "0, FASTEST_FIRST",
        "1, FASTEST_FIRST",
        "MIG-1234, PCI_BUS_ID",
        "GPU-unknown, PCI_BUS_ID",
        "7, PCI_BUS_ID"
    })
    void shouldTellNothingWhereTheCardIsInDoubt(String visible, String order) {
        // Given
        nvml.uuids.addAll(List.of("GPU-bbbb", "GPU-cccc"));
        // Then
        assertThat(counter(Map.of("CUDA_VISIBLE_DEVICES", visible, "CUDA_DEVICE_ORDER", order)))
                .isSameAs(EnergyCounter.NONE);
    }

    @Test
    void shouldTellNothingOfPartsOfACard() {
        nvml.mig = true;
        assertThat(counter(Map.of())).isSameAs(EnergyCounter.NONE);
    }

    @Test
    void shouldTellNothingWhereTheDriverIsTooOldOrMissing() {
        // Given
        nvml.old = true;
        NvmlEnergy without = new NvmlEnergy(
                () -> {
                    throw new UnsatisfiedLinkError("Unable to load library 'libnvidia-ml.so.1'");
                },
                Map.of());
        // Then
        assertThat(counter(Map.of())).isSameAs(EnergyCounter.NONE);
        assertThat(without.of("GPU:0")).isSameAs(EnergyCounter.NONE);
    }

    @Test
    void shouldNotOpenTheLibraryForADeviceThatIsNoGpu() {
        // Given
        NvmlEnergy energy = new NvmlEnergy(
                () -> {
                    throw new AssertionError("opened");
                },
                Map.of());
        // Then
        assertThat(energy.of("CPU:0")).isSameAs(EnergyCounter.NONE);
    }

    private EnergyCounter counter(Map<String, String> environment) {
        return new NvmlEnergy(() -> nvml, environment).of("GPU:0");
    }
}
