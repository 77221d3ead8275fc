package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.architecture.ZImageSizes;
import dev.renderfarm.modelexport.calibration.CalibrationPlan;
import dev.renderfarm.modelexport.calibration.CalibrationProgress;
import dev.renderfarm.modelexport.calibration.CalibrationRun;
import dev.renderfarm.modelexport.calibration.Comparison;
import dev.renderfarm.modelexport.calibration.ReferenceRun;
import dev.renderfarm.modelexport.export.Component;
import dev.renderfarm.modelexport.export.NetworkWriter;
import dev.renderfarm.modelexport.export.ScratchFolder;
import dev.renderfarm.modelexport.export.TransformerExport;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.pruning.PruningReport.Count;
import dev.renderfarm.modelexport.pruning.PruningReport.Seconds;
import dev.renderfarm.modelexport.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Writes a transformer without its least informative heads. The whole transformer is written to a scratch folder first
 * and run on the calibration prompts. So it must fit into memory, which an export asks for in no other case. Then the
 * heads are chosen, the pruned transformer is written, and run on the same. Only one of them is in memory at a time.
 * The report goes into the package.
 */
public final class PrunedTransformer implements TransformerExport {

    private final HeadFraction fraction;
    private final TransformerSizes sizes;
    private final CalibrationPlan plan;
    private final CalibrationProgress progress;

    /** @throws PruningException if the fraction is less than one of the transformer's heads */
    public PrunedTransformer(
            HeadFraction fraction, TransformerSizes sizes, CalibrationPlan plan, CalibrationProgress progress) {
        int heads = sizes.heads() * sizes.layers();
        if (fraction.of(heads) == 0) {
            throw new PruningException("a fraction of " + fraction.value() + " of " + heads
                    + " heads is less than one head; give at least 1/" + heads + ", or 0 to drop none");
        }
        this.fraction = fraction;
        this.sizes = sizes;
        this.plan = plan;
        this.progress = progress;
    }

    @Override
    public void write(Path folder, NetworkWriter networks) throws IOException {
        Path textEncoder = folder.resolve(ModelManifest.TEXT_ENCODER);
        Path transformer = folder.resolve(ModelManifest.TRANSFORMER);
        CalibrationRun run = CalibrationRun.prepare(plan, (ZImageSizes) networks.sizes(), textEncoder, progress);
        ComponentGraph whole = Transformer.observed(sizes, networks.type());
        ReferenceRun reference = observe(run, whole, folder, networks);
        KeptHeads heads = HeadRanking.keep(reference.entropies(), fraction);
        ComponentGraph pruned = Transformer.graph(sizes, heads, networks.type());
        networks.write(Component.TRANSFORMER, pruned, tensors -> new SlicedHeads(tensors, sizes, heads), transformer);
        Comparison comparison = run.compare(transformer, reference);
        new PruningReport(
                        fraction.value(),
                        heads.heads() * sizes.layers(),
                        heads.dropped(),
                        PruningReport.Layer.of(heads, reference.entropies()),
                        PruningReport.Observed.of(plan),
                        new Count(parameters(whole), parameters(pruned)),
                        new Count(operations(run, KeptHeads.all(sizes)), operations(run, heads)),
                        new Seconds(reference.secondsPerStep(), comparison.secondsPerStep()),
                        comparison.velocity(),
                        comparison.latents())
                .write(folder);
    }

    private static ReferenceRun observe(CalibrationRun run, ComponentGraph whole, Path folder, NetworkWriter networks)
            throws IOException {
        try (ScratchFolder scratch = ScratchFolder.within(folder, "scratch")) {
            Path place = scratch.path().resolve("all-heads");
            networks.write(Component.TRANSFORMER, whole, UnaryOperator.identity(), place);
            return run.observe(place);
        }
    }

    private long operations(CalibrationRun run, KeptHeads heads) {
        return new TransformerCost(sizes).operations(heads, run.imageTokens(), run.captionTokens());
    }

    private static long parameters(ComponentGraph graph) {
        return graph.parameters().stream().mapToLong(Parameter::elements).sum();
    }
}
