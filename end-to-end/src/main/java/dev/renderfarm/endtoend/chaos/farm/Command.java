package dev.renderfarm.endtoend.chaos.farm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a program of the machine has answered. */
record Command(int exitCode, String output) {

    static Command run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Command(process.waitFor(), output);
    }

    boolean isGood() {
        return exitCode == 0;
    }
}
