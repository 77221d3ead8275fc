package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.calibration.RelativeChange;
import dev.renderfarm.modelexport.pruning.PruningReport;
import dev.renderfarm.modelexport.pruning.PruningReport.Layer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A pruning report for people. */
final class PruningText {

    private static final double PERCENT = 100;
    private static final double MILLION = 1e6;
    private static final double GIGA = 1e9;
    private static final double MILLIS = 1e3;

    static void print(PrintWriter out, PruningReport report) {
        line(
                out,
                "pruned",
                String.format(
                        Locale.ROOT,
                        "%d of %d heads of the main layers, %s asked for; observed on %d prompts, %d steps, %s",
                        report.droppedHeads(),
                        report.heads(),
                        report.fraction(),
                        report.calibration().prompts(),
                        report.calibration().steps(),
                        report.calibration().size()));
        List<Layer> layers = report.layers();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (!layer.dropped().isEmpty()) {
                line(out, "  layer " + i, layer.kept().size() + " heads left, without " + dropped(layer));
            }
        }
        line(
                out,
                "parameters",
                change(
                        report.parameters().before() / MILLION,
                        report.parameters().after() / MILLION,
                        "million"));
        line(
                out,
                "a step",
                change(
                                report.operationsPerStep().before() / GIGA,
                                report.operationsPerStep().after() / GIGA,
                                "GFLOP")
                        + "; "
                        + change(
                                report.secondsPerStep().before() * MILLIS,
                                report.secondsPerStep().after() * MILLIS,
                                "ms"));
        line(out, "changed", describe("velocity", report.velocityChange()));
        line(out, "", describe("final latents", report.latentsChange()));
        out.flush();
    }

    private static String dropped(Layer layer) {
        return layer.dropped().stream()
                .map(head -> String.format(
                        Locale.ROOT, "%d (%.3f)", head, layer.entropies().get(head)))
                .collect(Collectors.joining(", "));
    }

    private static String change(double before, double after, String unit) {
        return String.format(
                Locale.ROOT, "%.2f to %.2f %s (%+.1f %%)", before, after, unit, PERCENT * (after - before) / before);
    }

    private static String describe(String what, RelativeChange change) {
        return String.format(
                Locale.ROOT, "%s by %.4f of their norm, at worst %.4f", what, change.overall(), change.worst());
    }

    private static void line(PrintWriter out, String label, String value) {
        out.printf("%-14s %s%n", label, value);
    }

    private PruningText() {}
}
