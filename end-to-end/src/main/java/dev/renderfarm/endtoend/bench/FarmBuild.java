package dev.renderfarm.endtoend.bench;

import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.standalone.layout.FarmAddresses;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkout that is built, this one or another: driven only by its scripts and its API, so that an older build can be
 * measured beside the present one.
 *
 * @param name in tables
 * @param model package that its bare loop renders with, made by this build
 * @param settings of its farms, as options of {@code scripts/standalone}
 */
record FarmBuild(String name, Path home, Path model, List<String> settings) {

    private static final Duration START = Duration.ofMinutes(3);

    FarmBuild {
        settings = List.copyOf(settings);
    }

    FarmBuild(String name, Path home, Path model) {
        this(name, home, model, List.of());
    }

    /** The same build, with its farms traced as they are by default. */
    FarmBuild traced(URI receiver) {
        String endpoint = "renderfarm.traces.endpoint=" + receiver;
        return new FarmBuild(
                "traced", home, model, List.of("--set-coordinator=" + endpoint, "--set-worker=" + endpoint));
    }

    /** A farm on a data folder of its own, ready to render. */
    RunningFarm start(Path data, List<String> options) throws IOException {
        Files.createDirectories(data);
        List<String> command = new ArrayList<>(List.of(
                home.resolve("scripts/standalone").toString(),
                "--data",
                data.toString(),
                "--model",
                model.toString(),
                "--until-end-of-input"));
        command.addAll(settings);
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("standalone.log").toFile())
                .start();
        Path addresses = data.resolve("farm.json");
        await("the farm of " + home + ", see " + data)
                .atMost(START)
                .until(() -> Files.exists(addresses) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the farm did not start:\n" + Files.readString(data.resolve("standalone.log")));
        }
        return new RunningFarm(process, Json.read(Files.readAllBytes(addresses), FarmAddresses.class));
    }

    /** The worker's own renderer in a loop, in a process of its own, without Kafka, S3 or PNG. */
    BareSpeed bareLoop(int pictures, String size, int steps, Path log) throws IOException, InterruptedException {
        Path app = home.resolve("gpu-worker/target/quarkus-app");
        double before = ProcessUse.millisOfEndedChildren();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-DRUST_FLAVOR=cpu",
                        "-cp",
                        app.resolve("app/*") + ":" + app.resolve("lib/main/*"),
                        "dev.renderfarm.gpuworker.bench.BareLoop",
                        model.toString(),
                        Integer.toString(pictures),
                        size,
                        Integer.toString(steps))
                .redirectError(log.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the bare loop failed, see " + log);
        }
        double used = ProcessUse.millisOfEndedChildren() - before;
        return new BareSpeed(Json.read(output.strip(), Result.class).imagesPerSecond(), used / pictures);
    }

    /** @param millis of the processor for a picture, the start of the process shared out among them */
    record BareSpeed(double imagesPerSecond, double millis) {}

    private record Result(double imagesPerSecond) {}
}
