package dev.renderfarm.endtoend.chaos;

import dev.renderfarm.endtoend.bench.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/chaos}. */
@Command(
        name = "scripts/chaos",
        description = {
            "Runs a farm of two coordinators and three workers that draw patterns, with a real broker and a real S3"
                    + " server, under a load of small batches, lets faults strike it by a schedule that the seed repeats,"
                    + " and prints as Markdown what became of what the farm promises, told from topics and bucket alone.",
            "Exit code 1 where a promise was not kept."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Package whose name and limits count.")
    private Path model;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Where a folder for the farm is made.")
    private Path data;

    @Option(names = "--faults", defaultValue = "40", description = "How many (${DEFAULT-VALUE}).")
    private int faults;

    @Option(names = "--seed", description = "Of the schedule and the load; by chance where it is not given.")
    private @Nullable Long seed;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "WORDS",
            description = "Only kinds whose names, as the report has them, contain one of these.")
    private List<String> kinds = List.of();

    @Option(
            names = "--gap",
            defaultValue = "4",
            paramLabel = "SECONDS",
            description = "Mean time between two faults, three of which may last at once (${DEFAULT-VALUE}).")
    private double gap;

    @Option(
            names = "--patience",
            defaultValue = "180",
            paramLabel = "SECONDS",
            description = "From the last fault until all has to have ended (${DEFAULT-VALUE}).")
    private long patience;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ChaosCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (faults < 1 || gap <= 0 || patience < 1) {
            throw new ParameterException(spec.commandLine(), "--faults, --gap and --patience have to be positive");
        }
        Files.createDirectories(data);
        Path folder = Files.createTempDirectory(data, "chaos-").toAbsolutePath();
        PrintWriter err = spec.commandLine().getErr();
        ChaosRun.Plan plan = new ChaosRun.Plan(
                seed == null ? System.nanoTime() % 1_000_000 : seed,
                faults,
                Duration.ofMillis((long) (gap * 1000)),
                Duration.ofSeconds(patience),
                kind -> kinds.isEmpty() || kinds.stream().anyMatch(kind::contains));
        ChaosOutcome outcome = new ChaosRun(plan, folder, model, line -> {
                    err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
                    err.flush();
                })
                .run();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Machine: " + Machine.describe() + "\n");
        new ChaosReport(outcome, out).print();
        return outcome.isGood() ? 0 : 1;
    }
}
