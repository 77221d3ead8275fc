package dev.renderfarm.endtoend.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How large the logs of the broker's topics are, headers and all: one copy. */
final class TopicBytes {

    /** A file of a partition's log, below the broker's folder. */
    private static final Pattern LOG_OF_PARTITION = Pattern.compile("(.+)-\\d+[/\\\\][^/\\\\]+\\.log");

    /** Bytes by topic; names that differ only in a number at their end are one, as those of the simulated models. */
    static Map<String, Long> of(Path brokerData) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(brokerData, 2)) {
            for (Path file : files.toList()) {
                Matcher log =
                        LOG_OF_PARTITION.matcher(brokerData.relativize(file).toString());
                if (log.matches()) {
                    bytes.merge(log.group(1).replaceAll("-\\d+$", "-N"), Files.size(file), Long::sum);
                }
            }
        }
        return bytes;
    }

    private TopicBytes() {}
}
