package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmLocation;
import dev.renderfarm.common.backoff.Sleeper;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What the commands need of the world around them.
 *
 * @param input standard input
 * @param terminal whether a person looks on, so that a line may be written over
 * @param sleeper how a watch passes time
 */
record CommandEnvironment(
        FarmLocation location,
        InputStream input,
        boolean terminal,
        InstantSource clock,
        Sleeper sleeper,
        Interrupts interrupts) {

    /** Those of this process. */
    static CommandEnvironment ofProcess() {
        return new CommandEnvironment(
                new FarmLocation(System.getenv(), Path.of("").toAbsolutePath()),
                System.in,
                Terminal.isThere(),
                InstantSource.system(),
                Sleeper.REAL,
                Interrupts.ofProcess());
    }
}
