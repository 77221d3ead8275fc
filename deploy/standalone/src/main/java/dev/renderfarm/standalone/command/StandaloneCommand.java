package dev.renderfarm.standalone.command;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.process.DebugPort;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Starts a farm in the foreground and stops it when it is told to end. */
@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Runs the whole farm on this machine until Ctrl-C: broker, object store, coordinator and workers.",
        footer = "What it stored is there again the next time it is started on the same data directory.")
public final class StandaloneCommand implements Callable<Integer> {

    private static final Duration LOOK_ROUND = Duration.ofSeconds(1);

    /** Held here, since a logger that nobody holds forgets its level. */
    private static final Logger KAFKA_CLIENT = Logger.getLogger("org.apache.kafka");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Workers (default: ${DEFAULT-VALUE})")
    int workers = 1;

    @Option(
            names = "--no-coordinator",
            description = "Start none: you start it, in an IDE for example, as this program then tells you")
    boolean withoutCoordinator;

    @Option(
            names = "--debug",
            paramLabel = "PROCESS=PORT[,suspend]",
            description = "Let a debugger attach to coordinator, worker-1, … at a port of this machine only; with "
                    + "suspend the process waits for it")
    Map<String, DebugPort> debugPorts = Map.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".renderfarm",
            description = "What the farm keeps (default: ${DEFAULT-VALUE})")
    Path data = Path.of(".renderfarm");

    @Option(
            names = "--farm-name",
            paramLabel = "NAME",
            defaultValue = "renderfarm",
            description = "What its topics and groups are called by (default: ${DEFAULT-VALUE})")
    FarmName name = FarmName.DEFAULT;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "0",
            description = "HTTP port (default: that of the last start, or any free one)")
    int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "Where the coordinator listens (default: 127.0.0.1, this machine alone, without keys); with "
                            + "0.0.0.0 others reach it too, and it asks for API keys: the first one is in the data folder, api-key")
    @Nullable
    String bind;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "Folder of a model package; given again, workers take them in turn")
    List<Path> models = List.of();

    @Option(
            names = "--renderer",
            defaultValue = "TENSORFLOW",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); FAKE draws patterns, for load runs")
    RendererKind renderer = RendererKind.TENSORFLOW;

    @Option(
            names = "--set-coordinator",
            paramLabel = "KEY=VALUE",
            description = "A configuration key of the coordinator")
    Map<String, String> coordinatorProperties = Map.of();

    @Option(
            names = "--set-worker",
            paramLabel = "KEY=VALUE",
            description = "A configuration key of every worker, such as renderfarm.worker.slots=2")
    Map<String, String> workerProperties = Map.of();

    @Option(
            names = "--short-run",
            description =
                    "Start in about two thirds of the time by compiling Java code only lightly: for minutes, not for "
                            + "hours")
    boolean shortRun;

    @Option(
            names = "--until-end-of-input",
            description = "Also stop when standard input ends, as it does when the program that holds it open is gone")
    boolean untilEndOfInput;

    public static void main(String[] arguments) {
        KAFKA_CLIENT.setLevel(Level.SEVERE);
        CommandLine commandLine = new CommandLine(new StandaloneCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(DebugPort.class, text -> converted(DebugPort::parse, text))
                .registerConverter(FarmName.class, text -> converted(FarmName::new, text))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("The farm did not start: " + failure.getMessage());
                    return 1;
                });
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long begin = System.nanoTime();
        FarmSpec farmSpec = farmSpec();
        debugPorts.forEach((process, debug) -> out.println(
                process + ": debugger at " + debug.address() + (debug.suspend() ? "; it waits for one" : "")));
        out.flush();
        StandaloneFarm farm = StandaloneFarm.start(farmSpec, news -> {
            out.println(news);
            out.flush();
        });
        Watch watch = new Watch(farm::started, data.resolve("logs"), out, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(farm, watch, out), "stop-farm"));
        if (untilEndOfInput) {
            new EndOfInput(System.in, () -> System.exit(0)).watch();
        }
        print(farm, out, Duration.ofNanos(System.nanoTime() - begin));
        if (farmSpec.isKeyed() || publicUrl().isPresent()) {
            printKey(out);
        }
        watch.every(LOOK_ROUND);
        return 0;
    }

    private FarmSpec farmSpec() {
        FarmSpec farm = FarmSpec.on(data, models.get(0))
                .withName(name)
                .withModels(models)
                .withWorkers(workers)
                .withRenderer(renderer)
                .withHttpPort(port);
        if (bind != null) {
            farm = farm.withBind(bind);
        }
        if (withoutCoordinator) {
            farm = farm.withoutCoordinator();
        }
        if (shortRun) {
            farm = farm.forAShortRun();
        }
        for (var property : coordinatorProperties.entrySet()) {
            farm = farm.withProperty(FarmPart.COORDINATOR, property.getKey(), property.getValue());
        }
        for (var property : workerProperties.entrySet()) {
            farm = farm.withProperty(FarmPart.WORKER, property.getKey(), property.getValue());
        }
        return farm.withDebugPorts(debugPorts);
    }

    private void print(StandaloneFarm farm, PrintWriter out, Duration took) {
        out.printf(
                "The farm is ready after %.1f s: %d worker%s, logs in %s%n",
                took.toMillis() / 1000.0, workers, workers == 1 ? "" : "s", data.resolve("logs"));
        out.println("  Web app   " + farm.url().resolve("/batches"));
        out.println("  HTTP API  " + farm.url());
        publicUrl().ifPresent(url -> out.println("  Public    " + url + " (renderfarm.public-url)"));
        out.println("  S3        " + farm.services().s3().address() + " (keys in " + data.resolve("s3/credentials.json")
                + ")");
        out.println("  Kafka     " + farm.services().bootstrapServers());
        PortNews.of(farm.ports()).forEach(out::println);
        farm.jvmArgumentsOfMissing().forEach((process, arguments) -> {
            out.println("Start " + process + " yourself, with these JVM arguments; the file has all its settings:");
            out.println("  " + String.join(" ", arguments));
        });
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    /** Says where the first key is, and not what it is: what is printed here may go to a log. */
    private void printKey(PrintWriter out) {
        out.println("The farm asks for API keys. The first one, an admin's, is in " + new DataDirectory(data).apiKey()
                + "; scripts/farm sends it by itself.");
        out.println("Others read along unless TLS is set up: docs/security.md says how.");
        out.flush();
    }

    /** What the coordinator is told, by option or by the environment that it inherits. */
    private Optional<String> publicUrl() {
        String option = coordinatorProperties.get("renderfarm.public-url");
        return Optional.ofNullable(option == null ? System.getenv("RENDERFARM_PUBLIC_URL") : option)
                .filter(url -> !url.isBlank());
    }

    private static <T> T converted(Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static void stop(StandaloneFarm farm, Watch watch, PrintWriter out) {
        watch.end();
        out.println("Stopping the farm.");
        out.flush();
        farm.close();
    }
}
