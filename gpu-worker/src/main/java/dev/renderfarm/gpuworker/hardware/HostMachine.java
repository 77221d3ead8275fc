package dev.renderfarm.gpuworker.hardware;

import com.sun.management.OperatingSystemMXBean;
import dev.renderfarm.common.worker.WorkerHardware;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine, or the container, that the worker runs on. */
public final class HostMachine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL_NAME = "model name";

    /** Empty where it does not know its own name. */
    public static Optional<String> hostName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Its CPU, and its memory: a container's where that is limited. */
    public static WorkerHardware processor() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new WorkerHardware(processorName(PROCESSORS), system.getTotalMemorySize());
    }

    /**
     * As the kernel has it, or else the architecture.
     *
     * @param processors the kernel's list of them, which only some systems have
     */
    static String processorName(Path processors) {
        try (Stream<String> lines = Files.lines(processors)) {
            return lines.filter(line -> line.startsWith(MODEL_NAME))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElseGet(HostMachine::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch") + " CPU";
    }

    private HostMachine() {}
}
