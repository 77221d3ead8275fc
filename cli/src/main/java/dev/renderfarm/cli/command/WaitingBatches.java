package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.WaitingFor;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Batches that stand still, in words. */
final class WaitingBatches {

    /** A line for each model and reason; empty where everything moves. */
    static String describe(Collection<Batch> batches, Instant now) {
        Map<String, List<Batch>> byModel = batches.stream()
                .filter(batch -> batch.renderfarm().waitingFor() != null)
                .collect(Collectors.groupingBy(WaitingBatches::modelAndCode, TreeMap::new, Collectors.toList()));
        return byModel.values().stream().map(waiting -> line(waiting, now)).collect(Collectors.joining());
    }

    private static String modelAndCode(Batch batch) {
        WaitingFor reason = batch.renderfarm().waitingFor();
        return batch.model() + " " + (reason == null ? "" : reason.code());
    }

    private static String line(List<Batch> waiting, Instant now) {
        String number = waiting.size() == 1 ? "1 batch" : waiting.size() + " batches";
        String model = waiting.get(0).model() == null
                ? ""
                : " of model " + waiting.get(0).model();
        return waiting.stream()
                .map(batch -> batch.renderfarm().waitingFor())
                .min(Comparator.comparing(WaitingFor::since))
                .map(longest -> number + model + (waiting.size() == 1 ? " waits " : " wait ")
                        + BatchText.waiting(longest, now) + "\n")
                .orElse("");
    }

    private WaitingBatches() {}
}
