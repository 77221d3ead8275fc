package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.endtoend.bench.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code farm simulate}. */
@Command(
        name = "farm simulate",
        description = {
            "Runs a farm with a real broker, S3 server and coordinator and many simulated workers, and prints as"
                    + " Markdown how busy they were, who got what, and what it cost.",
            "A simulated worker is made of a real one's code, but for the device, on which a picture takes its time by"
                    + " the wall clock, divided by --speed-up, and for nothing else.",
            "Exit code 1 where a task was lost, failed, counted twice, or is open at the end."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Package whose tokenizer is used.")
    private Path model;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Where a folder for the farm is made.")
    private Path data;

    @Option(names = "--workers", defaultValue = "500", description = "In all (${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--models", defaultValue = "3", description = "Workers are spread over them (${DEFAULT-VALUE}).")
    private int models;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,1,1",
            description = "For each submitter, how many batches of each model (${DEFAULT-VALUE}).")
    private List<Integer> batches = List.of();

    @Option(
            names = "--picture-time",
            split = ",",
            defaultValue = "16s,20s,24s",
            converter = Seconds.class,
            description = "Of a device; models take them in turn (${DEFAULT-VALUE}).")
    private List<Duration> times = List.of();

    @Option(names = "--speed-up", defaultValue = "4", description = "Of devices (${DEFAULT-VALUE}).")
    private double speedUp;

    @Option(
            names = "--load",
            defaultValue = "150s",
            converter = Seconds.class,
            description = "For how long all devices have work, by the wall clock (${DEFAULT-VALUE}).")
    private Duration load = Duration.ZERO;

    @Option(
            names = "--settle",
            defaultValue = "20s",
            converter = Seconds.class,
            description = "Between the start of the workers and the load (${DEFAULT-VALUE}).")
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--at-most",
            defaultValue = "600s",
            converter = Seconds.class,
            description = "From the load to the report, whatever is open then (${DEFAULT-VALUE}).")
    private Duration atMost = Duration.ZERO;

    @Option(names = "--slots", defaultValue = "1", description = "Of a worker (${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--set-coordinator",
            paramLabel = "KEY=VALUE",
            description = "A setting of the coordinator, as renderfarm.ledger.window.largest=300.")
    private Map<String, String> settings = Map.of();

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimulateCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SimulationPlan plan = plan();
        Files.createDirectories(data);
        Path folder = Files.createTempDirectory(data, "simulation-").toAbsolutePath();
        PrintWriter err = spec.commandLine().getErr();
        Outcome outcome = new Simulation(plan, model, folder, settings, new Simulation.Timing(settle, atMost), line -> {
                    err.println(line);
                    err.flush();
                })
                .run();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Machine: " + Machine.describe() + "\n");
        new OutcomeText(outcome, out).print();
        return outcome.isComplete() ? 0 : 1;
    }

    private SimulationPlan plan() {
        try {
            return new SimulationPlan(workers, models, batches, times, speedUp, load, slots);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** {@code 500ms} or {@code 16s}. */
    static final class Seconds implements ITypeConverter<Duration> {

        private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s)");

        @Override
        public Duration convert(String value) {
            Matcher text = TEXT.matcher(value);
            if (!text.matches()) {
                throw new TypeConversionException("'" + value + "' is no time such as 16s or 500ms");
            }
            long number = Long.parseLong(text.group(1));
            return text.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        }
    }
}
