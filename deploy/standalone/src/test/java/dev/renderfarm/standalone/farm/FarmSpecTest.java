package dev.renderfarm.standalone.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.standalone.process.DebugPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void shouldLetADebuggerIntoOneProcessOnly() {
        // When
        FarmSpec changed = SPEC.withWorkers(2).withDebugPorts(Map.of("worker-1", DebugPort.parse("5006,suspend")));
        // Then
        assertThat(changed.jvm(FarmPart.WORKER, "worker-1").arguments())
                .endsWith(DebugPort.parse("5006,suspend").argument());
        assertThat(changed.isSuspended("worker-1")).isTrue();
        assertThat(changed.jvm(FarmPart.WORKER, "worker-2")).isEqualTo(FarmPart.WORKER.defaults());
        assertThat(changed.isSuspended("worker-2")).isFalse();
    }

    @Test
    void shouldRefuseToDebugWhatItDoesNotStart() {
        DebugPort debug = DebugPort.parse("5005");
        assertThatThrownBy(() -> SPEC.withDebugPorts(Map.of("worker-2", debug)))
                .hasMessage("no process worker-2 to debug among [coordinator, worker-1]");
        assertThatThrownBy(() -> SPEC.withoutCoordinator().withDebugPorts(Map.of("coordinator", debug)))
                .hasMessage("no process coordinator to debug among [worker-1]");
        assertThatThrownBy(() -> SPEC.withDebugPorts(Map.of("coordinator", debug, "worker-1", debug)))
                .hasMessage("two debug ports 5005");
    }

    @Test
    void shouldRefuseWhatCannotBeStarted() {
        assertThatThrownBy(() -> SPEC.withWorkers(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> SPEC.withHttpPort(70_000)).hasMessageContaining("not a port: 70000");
        assertThatThrownBy(() -> SPEC.withModels(List.of())).hasMessageContaining("model package");
    }
}
