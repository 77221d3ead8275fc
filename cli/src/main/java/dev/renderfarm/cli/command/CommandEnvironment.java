package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmLocation;
import dev.renderfarm.cli.watch.BatchWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * What the commands need of the world around them.
 *
 * @param terminal whether a person looks on, so that a line may be written over
 * @param pause how a watch passes time
 */
record CommandEnvironment(
        FarmLocation location, boolean terminal, Clock clock, BatchWatch.Pause pause, Interrupts interrupts) {

    /** Those of this process. */
    static CommandEnvironment ofProcess() {
        return new CommandEnvironment(
                new FarmLocation(System.getenv(), Path.of("").toAbsolutePath()),
                Terminal.isThere(),
                Clock.systemUTC(),
                time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()),
                Interrupts.ofProcess());
    }
}
