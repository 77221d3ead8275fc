package dev.renderfarm.endtoend.flow;

import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The models that farms are tested with. */
enum TestModel {
    /** Random weights and no meaning: fast at any size. */
    TINY("--random-weights", "tiny", "--seed", "1"),
    /** The starter model that the demo draws with. */
    STARTER("--checkpoint", "models/starter");

    private final List<String> options;

    TestModel(String... options) {
        this.options = List.of(options);
    }

    /** The package's folder, exported once per build by the exporter's own command. */
    synchronized Path exported() throws IOException, InterruptedException {
        Path home = Installation.locate().home();
        Path model = home.resolve("end-to-end/target/models").resolve(name().toLowerCase(Locale.ROOT));
        if (!Files.exists(model.resolve("model.json"))) {
            Path exporter = home.resolve("model-export/target");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                    "-DRUST_FLAVOR=cpu",
                    "-cp",
                    exporter.resolve("*") + ":" + exporter.resolve("lib/*"),
                    "dev.renderfarm.modelexport.command.ModelCommand",
                    "export",
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
}
