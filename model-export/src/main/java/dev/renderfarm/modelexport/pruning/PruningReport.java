package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.calibration.CalibrationPlan;
import dev.renderfarm.modelexport.calibration.RelativeChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@value ModelManifest#PRUNING_REPORT} of a package: which heads its transformer lacks, why, and what came of it.
 *
 * @param fraction that was asked for
 * @param heads of all main layers before
 * @param droppedHeads fewer than asked for where a layer would have lost its last head
 * @param parameters of the transformer
 * @param operationsPerStep floating point operations of a denoising step of the calibration's size and first caption
 * @param secondsPerStep of the same, median, on the machine of the export
 * @param velocityChange of single steps
 * @param latentsChange at the end of the calibration's steps
 */
public record PruningReport(
        double fraction,
        int heads,
        int droppedHeads,
        List<Layer> layers,
        Observed calibration,
        Count parameters,
        Count operationsPerStep,
        Seconds secondsPerStep,
        RelativeChange velocityChange,
        RelativeChange latentsChange) {

    private static final long LIMIT = 4L << 20;

    public PruningReport {
        require(layers != null, "layers is missing");
        require(calibration != null, "calibration is missing");
        require(parameters != null, "parameters is missing");
        require(operationsPerStep != null, "operations_per_step is missing");
        require(secondsPerStep != null, "seconds_per_step is missing");
        require(velocityChange != null, "velocity_change is missing");
        require(latentsChange != null, "latents_change is missing");
        layers = List.copyOf(layers);
    }

    /** Before and after. */
    public record Count(long before, long after) {}

    /** Before and after. */
    public record Seconds(double before, double after) {}

    /** How the heads were observed. */
    public record Observed(int prompts, int steps, ImageSize size, long seed) {

        public Observed {
            require(size != null, "calibration.size is missing");
        }

        static Observed of(CalibrationPlan plan) {
            return new Observed(plan.tokenIds().size(), plan.table().length(), plan.size(), CalibrationPlan.SEED);
        }
    }

    /**
     * A main layer.
     *
     * @param kept indices of its heads that are there, ascending
     * @param dropped the others
     * @param entropies mean entropy of each head before, by index, 0 to 1
     */
    public record Layer(List<Integer> kept, List<Integer> dropped, List<Double> entropies) {

        public Layer {
            require(kept != null && dropped != null && entropies != null, "a layer lacks kept, dropped or entropies");
            kept = List.copyOf(kept);
            dropped = List.copyOf(dropped);
            entropies = List.copyOf(entropies);
            require(
                    Stream.concat(kept.stream(), dropped.stream())
                            .sorted()
                            .toList()
                            .equals(IntStream.range(0, entropies.size()).boxed().toList()),
                    "a layer must keep or drop each of its " + entropies.size() + " heads: " + kept + ", " + dropped);
        }

        static List<Layer> of(KeptHeads heads, List<List<Double>> entropies) {
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; i < entropies.size(); i++) {
                List<Integer> kept = heads.ofLayers().get(i);
                List<Integer> dropped = IntStream.range(0, heads.heads())
                        .filter(head -> !kept.contains(head))
                        .boxed()
                        .toList();
                layers.add(new Layer(kept, dropped, entropies.get(i)));
            }
            return layers;
        }
    }

    /**
     * That of a package; empty where nothing was pruned.
     *
     * @throws PruningException if the file is no report
     */
    public static Optional<PruningReport> ofPackage(Path folder) {
        Path file = folder.resolve(ModelManifest.PRUNING_REPORT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw new PruningException(file + ": not a file; export the package again");
        }
        try {
            if (Files.size(file) > LIMIT) {
                throw new PruningException(file + ": more than " + LIMIT + " bytes; export the package again");
            }
            return Optional.of(Json.read(Files.readAllBytes(file), PruningReport.class));
        } catch (IOException | MalformedJsonException e) {
            throw new PruningException(file + ": not a report: " + e.getMessage() + "; export the package again", e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(ModelManifest.PRUNING_REPORT), Json.pretty(this));
    }
}
