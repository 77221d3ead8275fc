package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code farm model} as a person would, as the farm's own user. */
final class FarmModelCommand {

    private final FlowFarm farm;
    private final Path folder;

    /** @param folder for what it writes to standard error */
    FarmModelCommand(FlowFarm farm, Path folder) {
        this.farm = farm;
        this.folder = folder;
    }

    record Ended(int exitCode, String out, String err) {}

    Ended run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path exporter = Installation.locate().home().resolve("model-export/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                exporter.resolve("model-export.jar") + ":" + exporter.resolve("lib/*"),
                "dev.renderfarm.modelexport.command.ModelCommand"));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        var services = farm.processes().services();
        builder.environment()
                .put("RENDERFARM_STORAGE_ENDPOINT", services.s3().address().toString());
        builder.environment()
                .put("RENDERFARM_STORAGE_ACCESS_KEY", services.credentials().accessKey());
        builder.environment()
                .put("RENDERFARM_STORAGE_SECRET_KEY", services.credentials().secretKey());
        builder.environment().put("RENDERFARM_URL", farm.processes().url().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }
}
