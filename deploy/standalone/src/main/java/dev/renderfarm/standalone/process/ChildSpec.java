package dev.renderfarm.standalone.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a child process is run.
 *
 * @param name for people and for its log file, for example {@code worker-1}
 * @param address where it answers, the same at every start
 * @param command program and arguments; no secrets, everyone on the machine can read them
 * @param environment added to the parent's
 * @param directory it runs in
 * @param log where its output goes
 * @param ready tells when it can be used
 * @param lost tells when only a restart can help it
 * @param startPatience how long nothing of it may move before it is ready
 * @param stopLimit how long it may take to stop before it is killed
 */
public record ChildSpec(
        String name,
        URI address,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        ReadyCheck ready,
        LostCheck lost,
        Duration startPatience,
        Duration stopLimit) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
