package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.endtoend.bench.Machine;
import dev.renderfarm.endtoend.bench.ProcessUse;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.Server;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the processes of the farm, and the one that holds the fleet, use of the machine. */
final class Processes {

    private final Map<String, Long> pids = new LinkedHashMap<>();

    Processes(StandaloneFarm farm) {
        for (Server server : farm.started()) {
            if (server instanceof ChildProcess process) {
                pids.put(process.name(), process.pid());
            }
        }
        pids.put("fleet", ProcessHandle.current().pid());
    }

    /** Milliseconds of the processor since each began, by name. */
    Map<String, Double> millis() {
        Map<String, Double> used = new LinkedHashMap<>();
        pids.forEach((name, pid) -> used.put(name, ProcessUse.of(pid).millis()));
        return used;
    }

    /** The most that each had resident, by name. */
    Map<String, Double> peakMiB() throws IOException {
        Map<String, Double> peaks = new LinkedHashMap<>();
        for (var process : pids.entrySet()) {
            peaks.put(process.getKey(), Machine.peakResidentMiB(process.getValue()));
        }
        return peaks;
    }
}
