package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code farm} as a person would. */
final class FarmTerminal {

    private FarmTerminal() {}

    /** What it printed, when it has ended well. */
    static String run(FlowFarm farm, String... arguments) throws IOException, InterruptedException {
        Path cli = Installation.locate().home().resolve("cli/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                cli.resolve("farm.jar") + ":" + cli.resolve("lib/*"),
                "dev.renderfarm.cli.command.FarmCommand",
                "--url",
                farm.processes().url().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }
}
