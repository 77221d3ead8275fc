package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.WorkerId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Names workers that nobody has named. */
final class WorkerIds {

    /** The configured name, or else host name and process id. */
    static WorkerId choose(Optional<String> configured) {
        return new WorkerId(configured.orElseGet(() -> hostName().replaceAll("[^A-Za-z0-9.-]", "-") + "-"
                + ProcessHandle.current().pid()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }

    private WorkerIds() {}
}
