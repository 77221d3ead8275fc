package dev.renderfarm.standalone.farm;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.standalone.process.DebugPort;
import dev.renderfarm.standalone.process.JvmOptions;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The farm to start. Begin with {@link #on} and change what should be different.
 *
 * @param dataDirectory what it keeps between runs
 * @param name what its topics and groups are called by
 * @param models folders of model packages; workers take them in turn
 * @param coordinated whether to start a coordinator; without one, somebody else starts it
 * @param workers how many to start with
 * @param httpPort of the coordinator; 0 is that of the last start, or any free one
 * @param jvmOptions of every kind of process
 * @param debugPorts by the name of a process: {@code coordinator}, {@code worker-1}
 */
public record FarmSpec(
        Path dataDirectory,
        FarmName name,
        List<Path> models,
        boolean coordinated,
        int workers,
        RendererKind renderer,
        int httpPort,
        Map<FarmPart, JvmOptions> jvmOptions,
        Map<String, DebugPort> debugPorts) {

    static final String COORDINATOR = "coordinator";

    private static final String HTTP_HOST = "quarkus.http.host";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String LIGHT_COMPILATION = "-XX:TieredStopAtLevel=1";

    public FarmSpec {
        models =
                models.stream().map(model -> model.toAbsolutePath().normalize()).toList();
        jvmOptions = Map.copyOf(jvmOptions);
        debugPorts = Map.copyOf(debugPorts);
        if (workers < 0) {
            throw new IllegalArgumentException("a farm has 0 workers or more: " + workers);
        }
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a farm needs a model package at least");
        }
        if (httpPort < 0 || httpPort > 65_535) {
            throw new IllegalArgumentException("not a port: " + httpPort);
        }
        requireDebuggable(debugPorts, processes(coordinated, workers));
    }

    /** A coordinator and one worker that renders with that model, any free ports. */
    public static FarmSpec on(Path dataDirectory, Path model) {
        Map<FarmPart, JvmOptions> defaults = new EnumMap<>(FarmPart.class);
        for (FarmPart part : FarmPart.values()) {
            defaults.put(part, part.defaults());
        }
        return new FarmSpec(
                dataDirectory,
                FarmName.DEFAULT,
                List.of(model),
                true,
                1,
                RendererKind.TENSORFLOW,
                0,
                defaults,
                Map.of());
    }

    public FarmSpec withName(FarmName other) {
        return new FarmSpec(
                dataDirectory, other, models, coordinated, workers, renderer, httpPort, jvmOptions, debugPorts);
    }

    public FarmSpec withModels(List<Path> replacement) {
        return new FarmSpec(
                dataDirectory, name, replacement, coordinated, workers, renderer, httpPort, jvmOptions, debugPorts);
    }

    public FarmSpec withoutCoordinator() {
        return new FarmSpec(dataDirectory, name, models, false, workers, renderer, httpPort, jvmOptions, debugPorts);
    }

    public FarmSpec withWorkers(int count) {
        return new FarmSpec(
                dataDirectory, name, models, coordinated, count, renderer, httpPort, jvmOptions, debugPorts);
    }

    public FarmSpec withRenderer(RendererKind other) {
        return new FarmSpec(dataDirectory, name, models, coordinated, workers, other, httpPort, jvmOptions, debugPorts);
    }

    public FarmSpec withHttpPort(int port) {
        return new FarmSpec(dataDirectory, name, models, coordinated, workers, renderer, port, jvmOptions, debugPorts);
    }

    /** With a configuration key of that part set, for example {@code renderfarm.worker.slots} of the workers. */
    public FarmSpec withProperty(FarmPart part, String key, String value) {
        return withJvm(part, options -> options.property(key, value));
    }

    /** With other JVM options for that part. */
    public FarmSpec withJvm(FarmPart part, UnaryOperator<JvmOptions> change) {
        Map<FarmPart, JvmOptions> changed = new EnumMap<>(jvmOptions);
        changed.put(part, change.apply(jvm(part)));
        return new FarmSpec(dataDirectory, name, models, coordinated, workers, renderer, httpPort, changed, debugPorts);
    }

    /**
     * For minutes, not for hours: Java code is compiled only lightly, which starts the farm in two thirds of the time.
     */
    public FarmSpec forAShortRun() {
        return withJvm(FarmPart.COORDINATOR, jvm -> jvm.and(LIGHT_COMPILATION))
                .withJvm(FarmPart.WORKER, jvm -> jvm.and(LIGHT_COMPILATION));
    }

    /** With debuggers let into those processes, which the farm has to start. */
    public FarmSpec withDebugPorts(Map<String, DebugPort> ports) {
        return new FarmSpec(dataDirectory, name, models, coordinated, workers, renderer, httpPort, jvmOptions, ports);
    }

    /** Listening on that address of this machine: {@code 0.0.0.0} is all of them. */
    public FarmSpec withBind(String address) {
        return withProperty(FarmPart.COORDINATOR, HTTP_HOST, address);
    }

    /** Where the coordinator is asked from this machine. */
    String host() {
        String bound = bound();
        return bound.equals("0.0.0.0") || bound.equals("::") ? LOOPBACK : bound;
    }

    /** Whether what is said here has the coordinator ask for API keys; its environment may too. */
    public boolean isKeyed() {
        String bound = bound();
        return "always"
                        .equalsIgnoreCase(
                                jvm(FarmPart.COORDINATOR).systemProperties().get("renderfarm.access.keys"))
                || !(bound.startsWith("127.") || bound.equals("localhost") || bound.equals("::1"));
    }

    private String bound() {
        return jvm(FarmPart.COORDINATOR).systemProperties().getOrDefault(HTTP_HOST, LOOPBACK);
    }

    /** @param number from 1 */
    static String worker(int number) {
        return "worker-" + number;
    }

    private static void requireDebuggable(Map<String, DebugPort> debugPorts, List<String> processes) {
        Set<Integer> ports = new HashSet<>();
        debugPorts.forEach((process, debug) -> {
            if (!processes.contains(process)) {
                throw new IllegalArgumentException("no process " + process + " to debug among " + processes);
            }
            if (!ports.add(debug.port())) {
                throw new IllegalArgumentException("two debug ports " + debug.port());
            }
        });
    }

    private static List<String> processes(boolean coordinated, int workers) {
        return Stream.concat(
                        Stream.of(COORDINATOR).filter(name -> coordinated),
                        IntStream.rangeClosed(1, workers).mapToObj(FarmSpec::worker))
                .toList();
    }

    JvmOptions jvm(FarmPart part) {
        return jvmOptions.getOrDefault(part, part.defaults());
    }

    JvmOptions jvm(FarmPart part, String process) {
        DebugPort debug = debugPorts.get(process);
        return debug == null ? jvm(part) : jvm(part).and(debug.argument());
    }

    /** Whether the process waits for a debugger before it begins. */
    boolean isSuspended(String process) {
        DebugPort debug = debugPorts.get(process);
        return debug != null && debug.suspend();
    }
}
