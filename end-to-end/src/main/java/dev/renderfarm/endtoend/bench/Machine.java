package dev.renderfarm.endtoend.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the figures were measured on, as far as Linux tells. */
public final class Machine {

    private static final Path PROC = Path.of("/proc");

    public static String describe() throws IOException {
        return "%s, %d cores, %s of memory; %s %s; JDK %s"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        field(PROC.resolve("meminfo"), "MemTotal"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"));
    }

    /** The model of the processor, as it names itself. */
    static String processor() throws IOException {
        return field(PROC.resolve("cpuinfo"), "model name");
    }

    /** The most memory that a process ever had resident, in MiB. */
    public static double peakResidentMiB(long pid) throws IOException {
        String kilobytes = field(PROC.resolve(Long.toString(pid)).resolve("status"), "VmHWM");
        return Double.parseDouble(kilobytes.replaceAll("[^0-9]", "")) / 1024;
    }

    private static String field(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }

    private Machine() {}
}
