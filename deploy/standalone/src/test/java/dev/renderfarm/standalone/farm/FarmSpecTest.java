package dev.renderfarm.standalone.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FarmSpecTest {

    private static final FarmSpec SPEC = FarmSpec.on(Path.of("data"), Path.of("models/tiny"));

    @Test
    void shouldAddAPropertyToOnePartOnly() {
        // When
        FarmSpec changed = SPEC.withProperty(FarmPart.WORKER, "renderfarm.worker.slots", "2");
        // Then
        assertThat(changed.jvm(FarmPart.WORKER).systemProperties()).containsEntry("renderfarm.worker.slots", "2");
        assertThat(changed.jvm(FarmPart.WORKER).arguments())
                .isEqualTo(FarmPart.WORKER.defaults().arguments());
        assertThat(changed.jvm(FarmPart.COORDINATOR)).isEqualTo(FarmPart.COORDINATOR.defaults());
    }

    @Test
    void shouldPutFurtherOptionsLastSoThatTheyWin() {
        // When
        FarmSpec changed = SPEC.withJvm(FarmPart.BROKER, options -> options.and("-Xmx96m"));
        // Then
        assertThat(changed.jvm(FarmPart.BROKER).arguments())
                .startsWith("-Xmx192m")
                .endsWith("-Xmx96m");
    }

    @Test
    void shouldRefuseWhatCannotBeStarted() {
        assertThatThrownBy(() -> SPEC.withWorkers(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> SPEC.withHttpPort(70_000)).hasMessageContaining("not a port: 70000");
        assertThatThrownBy(() -> SPEC.withModels(List.of())).hasMessageContaining("model package");
    }
}
