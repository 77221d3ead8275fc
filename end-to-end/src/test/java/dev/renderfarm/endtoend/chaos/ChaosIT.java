package dev.renderfarm.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise;
import dev.renderfarm.endtoend.flow.TestModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of many kinds strike a farm, three at once: nothing is lost or doubled, and all of it comes to its end. */
@Tag("chaos")
class ChaosIT {

    private static final long SEED = 1;
    private static final int FAULTS = 26;
    private static final Duration GAP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    @Test
    void shouldKeepItsPromisesWhenFaultsStrikeOneAfterTheOther() throws Exception {
        // Given
        var plan = new ChaosRun.Plan(SEED, FAULTS, GAP, PATIENCE, kind -> true);
        // When
        ChaosOutcome outcome =
                new ChaosRun(plan, folder.resolve("farm"), TestModel.TINY.exported(), System.out::println).run();
        // Then
        StringWriter report = new StringWriter();
        new ChaosReport(outcome, new PrintWriter(report)).print();
        assertThat(outcome.isGood()).as(report.toString()).isTrue();
        assertThat(Arrays.stream(BrokenPromise.Kind.values()))
                .as(report.toString())
                .allSatisfy(kind -> assertThat(outcome.verdict().count(kind)).isZero());
        assertThat(outcome.verdict().counts().completed()).as(report.toString()).isPositive();
    }
}
