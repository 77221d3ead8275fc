package dev.renderfarm.standalone.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command line that runs Java code tied to this process by the lifeline agent.
 *
 * @param agent the agent's jar
 * @param lock file on which the process holds a shared lock while it lives
 */
public record JavaCommand(Path agent, Path lock) {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** @param target class path and main class, or {@code -jar} and a jar, then the program's arguments */
    public List<String> of(JvmOptions options, Map<String, String> systemProperties, List<String> target) {
        List<String> command = new ArrayList<>();
        command.add(JAVA.toString());
        command.add("-javaagent:" + agent + "=" + lock);
        command.addAll(options.over(systemProperties));
        command.addAll(target);
        return command;
    }
}
