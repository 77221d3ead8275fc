package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.gpuworker.hardware.HostMachine;
import java.util.Optional;

/** Names workers that nobody has named. */
final class WorkerIds {

    /** The configured name, or else host name and process id. */
    static WorkerId choose(Optional<String> configured) {
        return new WorkerId(configured.orElseGet(
                () -> HostMachine.hostName().orElse("worker").replaceAll("[^A-Za-z0-9.-]", "-") + "-"
                        + ProcessHandle.current().pid()));
    }

    private WorkerIds() {}
}
