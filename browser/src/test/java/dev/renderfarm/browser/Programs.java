package dev.renderfarm.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The programs of this machine that a test in a browser needs.
 *
 * @param node empty where the driver brings one, as with {@code -Pbrowser-node}
 */
record Programs(Path chromium, Optional<Path> node) {

    static final String MISSING = "browser tests need a Chromium and Node 20 or later on the PATH: install the packages"
            + " chromium and nodejs, or build with -Pbrowser-node where there is no such Node";

    private static final List<String> CHROMIUMS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int OLDEST_NODE = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");
    private static final String BUNDLED_NODE = "driver/linux/node";

    /** Empty where something is missing. */
    static Optional<Programs> find(Map<String, String> environment) {
        return find(environment, Programs.class.getClassLoader().getResource(BUNDLED_NODE) != null);
    }

    /** @param bringsNode whether the driver has a Node with it */
    static Optional<Programs> find(Map<String, String> environment, boolean bringsNode) {
        String path = environment.getOrDefault("PATH", "");
        Optional<Path> chromium =
                CHROMIUMS.stream().flatMap(name -> onPath(path, name).stream()).findFirst();
        if (bringsNode) {
            return chromium.map(browser -> new Programs(browser, Optional.empty()));
        }
        Optional<Path> node = Optional.ofNullable(environment.get("PLAYWRIGHT_NODEJS_PATH"))
                .map(Path::of)
                .or(() -> onPath(path, "node"))
                .filter(program -> major(version(program)) >= OLDEST_NODE);
        return chromium.filter(browser -> node.isPresent()).map(browser -> new Programs(browser, node));
    }

    private static Optional<Path> onPath(String path, String name) {
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** 0 of what is no version of Node. */
    static int major(@Nullable String version) {
        Matcher matcher = VERSION.matcher(version == null ? "" : version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static @Nullable String version(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            return null;
        }
    }
}
