package dev.renderfarm.endtoend.flow;

import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The models that farms are tested with. */
public enum TestModel {
    /** Random weights and no meaning: fast at any size. */
    TINY("--random-weights", "tiny", "--seed", "1"),
    /** Of the same name, and draws something else. */
    OTHER_TINY("--random-weights", "tiny", "--seed", "2"),
    /** A Stable Diffusion XL, as random and as small. */
    TINY_SDXL("--random-weights", "tiny-sdxl", "--seed", "3"),
    /** The starter model that the demo draws with. */
    STARTER("--checkpoint", "models/starter");

    private final List<String> options;

    TestModel(String... options) {
        this.options = List.of(options);
    }

    /** The package's folder, exported by the exporter's own command, once until exporter or checkpoint change. */
    public synchronized Path exported() throws IOException, InterruptedException {
        Path home = Installation.locate().home();
        Path model = home.resolve("end-to-end/target/models").resolve(name().toLowerCase(Locale.ROOT));
        Path exporter = home.resolve("model-export/target");
        if (isOlder(model.resolve("model.json"), exporter.resolve("classes"), home.resolve("models"))) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                    "-DRUST_FLAVOR=cpu",
                    "-cp",
                    exporter.resolve("model-export.jar") + ":" + exporter.resolve("lib/*"),
                    "dev.renderfarm.modelexport.command.ModelCommand",
                    "export",
                    "--replace",
                    "--out",
                    model.toString()));
            command.addAll(options);
            Process export = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .inheritIO()
                    .start();
            if (export.waitFor() != 0) {
                throw new IllegalStateException("the model was not exported: " + command);
            }
        }
        return model;
    }

    private static boolean isOlder(Path file, Path... sources) throws IOException {
        if (!Files.exists(file)) {
            return true;
        }
        long made = Files.getLastModifiedTime(file).toMillis();
        for (Path source : sources) {
            try (Stream<Path> files = Files.walk(source)) {
                if (files.anyMatch(each -> each.toFile().lastModified() > made)) {
                    return true;
                }
            }
        }
        return false;
    }
}
