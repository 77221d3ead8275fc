package dev.renderfarm.standalone.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build left to run.
 *
 * @param home the checkout
 */
public record Installation(Path home) {

    /** Names the checkout where the working directory lies outside of it. */
    public static final String HOME_PROPERTY = "renderfarm.home";

    public Installation {
        home = home.toAbsolutePath().normalize();
    }

    /**
     * The checkout that the system property {@value #HOME_PROPERTY} names, or else the one that the working directory
     * lies in.
     *
     * @throws IllegalStateException if there is none
     */
    public static Installation locate() {
        String named = System.getProperty(HOME_PROPERTY);
        if (named != null) {
            return new Installation(Path.of(named));
        }
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, directory -> directory != null, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("deploy/standalone/pom.xml")))
                .findFirst()
                .map(Installation::new)
                .orElseThrow(() -> new IllegalStateException(
                        "no checkout of the farm at or above " + here + ": change into it or set -D" + HOME_PROPERTY));
    }

    /** Class path of the broker's program, in the JVM's own syntax. */
    public String brokerClassPath() {
        Path target = home.resolve("deploy/standalone/target");
        return String.join(
                java.io.File.pathSeparator,
                built(target.resolve("standalone.jar")).toString(),
                built(target.resolve("broker")) + "/*",
                built(target.resolve("lib")) + "/*");
    }

    public Path lifelineAgent() {
        return built(home.resolve("deploy/standalone/target/standalone-lifeline.jar"));
    }

    public Path s3ServerJar() {
        return built(home.resolve("deploy/standalone/target/s3proxy/s3proxy.jar"));
    }

    public Path coordinatorJar() {
        return built(home.resolve("coordinator/target/quarkus-app/quarkus-run.jar"));
    }

    public Path workerJar() {
        return built(home.resolve("gpu-worker/target/quarkus-app/quarkus-run.jar"));
    }

    private static Path built(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path
                    + " is missing: build it with mvn -Dquick -DskipTests package, or start "
                    + "scripts/standalone, which does");
        }
        return path;
    }
}
