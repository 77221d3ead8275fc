package dev.renderfarm.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise;
import dev.renderfarm.endtoend.chaos.check.ChaosVerdict;
import dev.renderfarm.endtoend.chaos.fault.ChaosFault;
import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.endtoend.chaos.fault.Planned;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChaosReportTest {

    @Test
    void shouldTellMedianAndWorstOfEachKindAndWhatWasBroken() {
        ChaosOutcome outcome = outcome(
                List.of(killed(1L), killed(9L), killed(2L), killed(null)),
                List.of(new BrokenPromise(BrokenPromise.Kind.GAP, "batch_1", "after status record 1 comes 3")));

        String report = printed(outcome);

        assertThat(outcome.isGood()).isFalse();
        assertThat(report)
                .contains("| kill -9 worker | 4 | 3 | 2.0 | 9.0 |")
                .contains("| gap | 1 |", "| unrecovered | 1 |", "| lost | 0 |")
                .contains("* GAP, batch_1: after status record 1 comes 3")
                .contains("* not recovered: Kill[part=WORKER_1]");
    }

    @Test
    void shouldBeGoodWhenAllRecoveredAndNothingWasFound() {
        ChaosOutcome outcome = outcome(List.of(killed(1L)), List.of());

        assertThat(outcome.isGood()).isTrue();
        assertThat(printed(outcome)).doesNotContain("* ");
    }

    @Test
    void shouldProveNothingWhenAFaultDidNotStrike() {
        Struck missed = new Struck(killed(1L).planned(), Instant.EPOCH, 0, null, "no such process");

        assertThat(outcome(List.of(), List.of()).isGood()).isFalse();
        assertThat(outcome(List.of(killed(1L), missed), List.of()).isGood()).isFalse();
    }

    private static ChaosOutcome outcome(List<Struck> struck, List<BrokenPromise> findings) {
        return new ChaosOutcome(
                7,
                Duration.ofSeconds(60),
                struck,
                List.of(),
                new ChaosVerdict(new ChaosVerdict.Counts(3, 0, 20, 0, 2, 1, 40), findings),
                List.of(),
                List.of());
    }

    private static Struck killed(@Nullable Long seconds) {
        return new Struck(
                new Planned(Duration.ZERO, new ChaosFault.Kill(Part.WORKER_1)),
                Instant.EPOCH,
                0,
                seconds == null ? null : Duration.ofSeconds(seconds),
                null);
    }

    private static String printed(ChaosOutcome outcome) {
        StringWriter text = new StringWriter();
        new ChaosReport(outcome, new PrintWriter(text)).print();
        return text.toString();
    }
}
