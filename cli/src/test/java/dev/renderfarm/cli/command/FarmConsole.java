package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.cli.api.FarmLocation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Gives commands to a farm, without pauses, and keeps what they say and what they would say at Ctrl-C. */
final class FarmConsole {

    private final URI url;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InputStream input = InputStream.nullInputStream();
    private final List<Runnable> interrupts = new ArrayList<>();

    FarmConsole(FakeFarm farm) {
        this(farm.url());
    }

    /** @param url where commands find a farm if nothing else is said */
    FarmConsole(URI url) {
        this.url = url;
    }

    /** @return the exit code */
    int run(String... arguments) {
        return run(false, arguments);
    }

    /** While a person looks on. */
    int runOnTerminal(String... arguments) {
        return run(true, arguments);
    }

    /** What standard input gives from now on. */
    void type(byte[] content) {
        input = new ByteArrayInputStream(content);
    }

    /** @return the exit code, where what is printed is written there */
    int runTo(PrintWriter elsewhere, String... arguments) {
        return run(false, elsewhere, arguments);
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
        return run(terminal, new PrintWriter(out), arguments);
    }

    private int run(boolean terminal, PrintWriter printed, String... arguments) {
        CommandEnvironment environment = new CommandEnvironment(
                new FarmLocation(Map.of("RENDERFARM_URL", url.toString()), Path.of("nowhere")),
                input,
                terminal,
                InstantSource.fixed(Instant.EPOCH),
                pause -> {},
                say -> {
                    interrupts.add(say);
                    return () -> {};
                });
        CommandLine commandLine = FarmCommand.commandLine(environment);
        commandLine.setOut(printed);
        commandLine.setErr(new PrintWriter(err));
        return FarmCommand.run(commandLine, arguments);
    }
}
