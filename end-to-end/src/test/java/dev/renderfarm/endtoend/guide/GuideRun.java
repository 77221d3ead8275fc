package dev.renderfarm.endtoend.guide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Carries out the commands of a guide, one after the other, as its reader would: in one folder, with what they keep. */
public final class GuideRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> variables;

    public GuideRun(Path folder, Map<String, String> variables) {
        this.folder = folder;
        this.variables = new HashMap<>(variables);
    }

    /** What is not as the page says; empty where all is. */
    public List<String> differences(GuideExample example) throws IOException, InterruptedException {
        Path output = Files.createTempFile("answer", null);
        Path errors = Files.createTempFile("errors", null);
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", example.command())
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        shell.environment().putAll(variables);
        Process process = shell.start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
            return List.of("has not ended within " + PATIENCE);
        }
        String answer = Files.readString(output);
        if (process.exitValue() != 0) {
            return List.of("ended with " + process.exitValue() + ": " + Files.readString(errors) + answer);
        }
        for (Map.Entry<String, String> kept : example.keeps().entrySet()) {
            JsonNode value = JSON.readTree(answer).at(kept.getValue());
            if (!value.isValueNode()) {
                return List.of("nothing to keep at " + kept.getValue() + " of " + answer);
            }
            variables.put(kept.getKey(), value.asText());
        }
        return example.answer() == null ? List.of() : example.answer().differences(answer);
    }
}
