package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.export.Component;
import dev.renderfarm.modelexport.export.NetworkWriter;
import dev.renderfarm.modelexport.export.ScratchFolder;
import dev.renderfarm.modelexport.export.TransformerExport;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.pruning.Calibration.Comparison;
import dev.renderfarm.modelexport.pruning.Calibration.Reference;
import dev.renderfarm.modelexport.pruning.Calibration.Sample;
import dev.renderfarm.modelexport.pruning.Denoiser.Caption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes a transformer without its least informative heads. The whole transformer is written to a scratch folder first and run on the
 * calibration prompts, so it must fit into memory, which an export asks for in no other case; then the heads are chosen, the pruned
 * transformer is written, and run on the same. Only one of them is in memory at a time. The report goes into the package.
 */
public final class PrunedTransformer implements TransformerExport {

    private final HeadFraction fraction;
    private final CalibrationPlan plan;
    private final CalibrationProgress progress;

    /** @param fraction of the heads to drop, not {@link HeadFraction#isNone()} */
    public PrunedTransformer(HeadFraction fraction, CalibrationPlan plan, CalibrationProgress progress) {
        if (fraction.isNone()) {
            throw new IllegalArgumentException("nothing to drop");
        }
        this.fraction = fraction;
        this.plan = plan;
        this.progress = progress;
    }

    @Override
    public void write(Path folder, NetworkWriter networks) throws IOException {
        TransformerSizes sizes = networks.sizes().transformer();
        List<Caption> captions = CaptionEncoder.encode(folder.resolve(ModelManifest.TEXT_ENCODER), plan.tokenIds());
        int scale = networks.sizes().vae().scale();
        var shape = new LatentShape(plan.size().height() / scale, plan.size().width() / scale, sizes.channels());
        Calibration calibration =
                new Calibration(plan.schedule(), samples(captions, shape), new StepTimer(System::nanoTime), progress);

        Reference reference;
        ComponentGraph observed = ComponentGraph.observedTransformer(sizes, networks.type());
        try (ScratchFolder scratch = ScratchFolder.within(folder, "scratch")) {
            Path place = scratch.path().resolve("all-heads");
            networks.write(Component.TRANSFORMER, observed, UnaryOperator.identity(), place);
            try (SavedTransformer whole = SavedTransformer.load(place, sizes, shape)) {
                reference = calibration.observe(whole);
            }
        }
        KeptHeads heads = HeadRanking.keep(reference.entropies(), fraction);
        ComponentGraph graph = ComponentGraph.transformer(sizes, heads, networks.type());
        Path place = folder.resolve(ModelManifest.TRANSFORMER);
        networks.write(Component.TRANSFORMER, graph, tensors -> new SlicedHeads(tensors, sizes, heads), place);
        Comparison comparison;
        try (SavedTransformer pruned = SavedTransformer.load(place, sizes, shape)) {
            comparison = calibration.compare(pruned, reference);
        }
        var cost = new TransformerCost(sizes);
        int image = shape.height() * shape.width() / (TransformerSizes.PATCH * TransformerSizes.PATCH);
        int caption = captions.get(0).tokens();
        new PruningReport(
                        fraction.value(),
                        heads.heads() * sizes.layers(),
                        heads.dropped(),
                        PruningReport.Layer.of(heads, reference.entropies()),
                        plan.describe(),
                        new PruningReport.Count(parameters(observed), parameters(graph)),
                        new PruningReport.Count(
                                cost.operations(KeptHeads.all(sizes), image, caption),
                                cost.operations(heads, image, caption)),
                        new PruningReport.Seconds(reference.secondsPerStep(), comparison.secondsPerStep()),
                        comparison.velocity(),
                        comparison.latents())
                .write(folder);
    }

    private static List<Sample> samples(List<Caption> captions, LatentShape shape) {
        List<Sample> samples = new ArrayList<>();
        for (Caption caption : captions) {
            samples.add(new Sample(caption, shape.noise(CalibrationPlan.SEED + samples.size())));
        }
        return samples;
    }

    private static long parameters(ComponentGraph graph) {
        return graph.parameters().stream().mapToLong(Parameter::elements).sum();
    }
}
