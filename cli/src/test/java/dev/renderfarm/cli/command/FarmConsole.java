package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.cli.api.FarmLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Gives commands to a farm, without pauses, and keeps what they say and what they would say at Ctrl-C. */
final class FarmConsole {

    private final FakeFarm farm;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Runnable> interrupts = new ArrayList<>();

    FarmConsole(FakeFarm farm) {
        this.farm = farm;
    }

    /** @return the exit code */
    int run(String... arguments) {
        return run(false, arguments);
    }

    /** While a person looks on. */
    int runOnTerminal(String... arguments) {
        return run(true, arguments);
    }

    StringWriter out() {
        return out;
    }

    StringWriter err() {
        return err;
    }

    List<Runnable> interrupts() {
        return interrupts;
    }

    private int run(boolean terminal, String... arguments) {
        CommandEnvironment environment = new CommandEnvironment(
                new FarmLocation(Map.of("RENDERFARM_URL", farm.url().toString()), Path.of("nowhere")),
                terminal,
                InstantSource.fixed(Instant.EPOCH),
                pause -> {},
                say -> {
                    interrupts.add(say);
                    return () -> {};
                });
        CommandLine commandLine = FarmCommand.commandLine(environment);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
