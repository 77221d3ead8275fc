package dev.renderfarm.endtoend.flow;

import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tiny model package with random weights, exported once per build by the exporter's own command. */
final class TinyModel {

    static synchronized Path exported() throws IOException, InterruptedException {
        Path home = Installation.locate().home();
        Path model = home.resolve("end-to-end/target/models/tiny");
        if (!Files.exists(model.resolve("model.json"))) {
            Path exporter = home.resolve("model-export/target");
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                    "-DRUST_FLAVOR=cpu",
                    "-cp",
                    exporter.resolve("*") + ":" + exporter.resolve("lib/*"),
                    "dev.renderfarm.modelexport.command.ModelCommand",
                    "export",
                    "--random-weights",
                    "tiny",
                    "--seed",
                    "1",
                    "--out",
                    model.toString());
            Process export = new ProcessBuilder(command).inheritIO().start();
            if (export.waitFor() != 0) {
                throw new IllegalStateException("the tiny model was not exported: " + command);
            }
        }
        return model;
    }

    private TinyModel() {}
}
