package dev.renderfarm.endtoend.chaos;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise;
import dev.renderfarm.endtoend.chaos.check.ChaosVerdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What came of a run, as Markdown. */
final class ChaosReport {

    private final ChaosOutcome outcome;
    private final PrintWriter out;

    ChaosReport(ChaosOutcome outcome, PrintWriter out) {
        this.outcome = outcome;
        this.out = out;
    }

    void print() {
        ChaosVerdict.Counts counts = outcome.verdict().counts();
        out.printf(
                "Seed %d: %d faults in %d s; %d batches ended with %d pictures completed, %d failed, %d cancelled;"
                        + " %d attempts were made again; %d status records; %d batches did not end.%n%n",
                outcome.seed(),
                outcome.struck().stream().filter(one -> one.error() == null).count(),
                outcome.length().toSeconds(),
                counts.ended(),
                counts.completed(),
                counts.failed(),
                counts.cancelled(),
                counts.retries(),
                counts.statusRecords(),
                counts.open());
        kinds();
        promises();
        out.println();
        outcome.skipped().forEach(what -> out.println("* skipped: " + what));
        outcome.verdict()
                .findings()
                .forEach(
                        finding -> out.println("* " + finding.kind() + ", " + finding.batch() + ": " + finding.what()));
        outcome.refusals().forEach(refusal -> out.println("* refused: " + refusal));
        outcome.struck().stream()
                .filter(one -> one.error() == null && one.recovery() == null)
                .forEach(one -> out.println("* not recovered: " + one.planned().fault()));
        outcome.struck().stream()
                .filter(one -> one.error() != null)
                .forEach(one -> out.println("* not inflicted: " + one.planned().fault() + ": " + one.error()));
        out.flush();
    }

    private void kinds() {
        Map<String, List<Struck>> kinds = new TreeMap<>();
        outcome.struck().stream().filter(one -> one.error() == null).forEach(one -> kinds.computeIfAbsent(
                        one.planned().fault().kind(), kind -> new ArrayList<>())
                .add(one));
        out.println("| fault | times | recovered | median s | worst s |");
        out.println("|---|---|---|---|---|");
        kinds.forEach((kind, struck) -> {
            List<Duration> times = struck.stream()
                    .map(Struck::recovery)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            out.printf("| %s | %d | %d | %s |%n", kind, struck.size(), times.size(), medianAndWorst(times));
        });
        List<Duration> takeovers = outcome.takeovers().stream().sorted().toList();
        out.printf(
                "%nFrom a worker's death until a task of its was begun elsewhere: %d tasks, median and worst | %s"
                        + " |%n%n",
                takeovers.size(), medianAndWorst(takeovers));
    }

    private void promises() {
        out.println("| promise broken | times |");
        out.println("|---|---|");
        for (BrokenPromise.Kind kind : BrokenPromise.Kind.values()) {
            long times = outcome.verdict().count(kind)
                    + (kind == BrokenPromise.Kind.UNRECOVERED ? outcome.unrecovered() : 0);
            out.printf("| %s | %d |%n", kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), times);
        }
        out.printf("| refused without reason | %d |%n", outcome.refusals().size());
    }

    private static String medianAndWorst(List<Duration> sorted) {
        return sorted.isEmpty()
                ? "– | –"
                : seconds(sorted.get(sorted.size() / 2)) + " | " + seconds(sorted.get(sorted.size() - 1));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
    }
}
