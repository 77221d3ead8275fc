package dev.renderfarm.standalone.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a child JVM is given beside what it needs to run at all.
 *
 * @param arguments of the JVM, such as {@code -Xmx192m}; of two that contradict one another the later wins
 * @param systemProperties which win over the farm's own
 */
public record JvmOptions(List<String> arguments, Map<String, String> systemProperties) {

    public JvmOptions {
        arguments = List.copyOf(arguments);
        systemProperties = Map.copyOf(systemProperties);
    }

    public static JvmOptions of(String... arguments) {
        return new JvmOptions(List.of(arguments), Map.of());
    }

    /** As the JVM takes them. @param properties which the options' own win over */
    public List<String> over(Map<String, String> properties) {
        List<String> all = new ArrayList<>(arguments);
        properties.forEach((key, value) -> all.add("-D" + key + "=" + value));
        systemProperties.forEach((key, value) -> all.add("-D" + key + "=" + value));
        return all;
    }

    /** These and more. */
    public JvmOptions and(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new JvmOptions(all, systemProperties);
    }

    /** These and a system property. */
    public JvmOptions property(String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(systemProperties);
        all.put(key, value);
        return new JvmOptions(arguments, all);
    }
}
