package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.process.JvmOptions;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The farm to start. Begin with {@link #on} and change what should be different.
 *
 * @param dataDirectory what it keeps between runs
 * @param models folders of model packages; workers take them in turn
 * @param workers how many to start with
 * @param httpPort of the coordinator; 0 is any free one
 * @param jvmOptions of every kind of process
 */
public record FarmSpec(
        Path dataDirectory,
        List<Path> models,
        int workers,
        RendererKind renderer,
        int httpPort,
        Map<FarmPart, JvmOptions> jvmOptions) {

    public FarmSpec {
        models =
                models.stream().map(model -> model.toAbsolutePath().normalize()).toList();
        jvmOptions = Map.copyOf(jvmOptions);
        if (workers < 0) {
            throw new IllegalArgumentException("a farm has 0 workers or more: " + workers);
        }
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a farm needs a model package at least");
        }
        if (httpPort < 0 || httpPort > 65_535) {
            throw new IllegalArgumentException("not a port: " + httpPort);
        }
    }

    /** One worker that renders with that model, any free ports. */
    public static FarmSpec on(Path dataDirectory, Path model) {
        Map<FarmPart, JvmOptions> defaults = new EnumMap<>(FarmPart.class);
        for (FarmPart part : FarmPart.values()) {
            defaults.put(part, part.defaults());
        }
        return new FarmSpec(dataDirectory, List.of(model), 1, RendererKind.TENSORFLOW, 0, defaults);
    }

    public FarmSpec withModels(List<Path> replacement) {
        return new FarmSpec(dataDirectory, replacement, workers, renderer, httpPort, jvmOptions);
    }

    public FarmSpec withWorkers(int count) {
        return new FarmSpec(dataDirectory, models, count, renderer, httpPort, jvmOptions);
    }

    public FarmSpec withRenderer(RendererKind other) {
        return new FarmSpec(dataDirectory, models, workers, other, httpPort, jvmOptions);
    }

    public FarmSpec withHttpPort(int port) {
        return new FarmSpec(dataDirectory, models, workers, renderer, port, jvmOptions);
    }

    /** With a configuration key of that part set, for example {@code renderfarm.worker.slots} of the workers. */
    public FarmSpec withProperty(FarmPart part, String key, String value) {
        return withJvm(part, options -> options.property(key, value));
    }

    /** With other JVM options for that part. */
    public FarmSpec withJvm(FarmPart part, UnaryOperator<JvmOptions> change) {
        Map<FarmPart, JvmOptions> changed = new EnumMap<>(jvmOptions);
        changed.put(part, change.apply(jvm(part)));
        return new FarmSpec(dataDirectory, models, workers, renderer, httpPort, changed);
    }

    JvmOptions jvm(FarmPart part) {
        return jvmOptions.getOrDefault(part, part.defaults());
    }
}
