package dev.renderfarm.modelexport.calibration;

import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.architecture.ZImageSizes;
import dev.renderfarm.modelexport.calibration.Calibration.Sample;
import dev.renderfarm.modelexport.calibration.Denoiser.Caption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A calibration plan carried out on SavedModels. Each network is in memory, with all its weights, only while it is run.
 */
public final class CalibrationRun {

    private final TransformerSizes sizes;
    private final LatentShape shape;
    private final int captionTokens;
    private final Calibration calibration;

    private CalibrationRun(TransformerSizes sizes, LatentShape shape, int captionTokens, Calibration calibration) {
        this.sizes = sizes;
        this.shape = shape;
        this.captionTokens = captionTokens;
        this.calibration = calibration;
    }

    /** Encodes the prompts and draws the noise; the same noise on every machine. */
    public static CalibrationRun prepare(
            CalibrationPlan plan, ZImageSizes sizes, Path textEncoder, CalibrationProgress progress) {
        int scale = sizes.vae().scale();
        var shape = new LatentShape(
                plan.size().height() / scale,
                plan.size().width() / scale,
                sizes.transformer().channels());
        List<Sample> samples = new ArrayList<>();
        for (Caption caption : CaptionEncoder.encode(textEncoder, plan.tokenIds())) {
            samples.add(new Sample(caption, shape.noise(new TorchGenerator(CalibrationPlan.SEED + samples.size()))));
        }
        var calibration = new Calibration(plan.table(), samples, new StepTimer(System::nanoTime), progress);
        return new CalibrationRun(
                sizes.transformer(), shape, samples.get(0).caption().tokens(), calibration);
    }

    /**
     * Runs the whole transformer.
     *
     * @param transformer a SavedModel whose signature has the output {@code entropy}, too
     * @throws CalibrationException if it computes infinities or NaN, or the device has too little memory
     */
    public ReferenceRun observe(Path transformer) {
        try (SavedTransformer whole = SavedTransformer.load(transformer, sizes, shape)) {
            return calibration.observe(whole);
        }
    }

    /** Runs a changed transformer on the same. */
    public Comparison compare(Path transformer, ReferenceRun reference) {
        try (SavedTransformer changed = SavedTransformer.load(transformer, sizes, shape)) {
            return calibration.compare(changed, reference);
        }
    }

    /** Tokens of the calibration's picture. */
    public int imageTokens() {
        return shape.height() * shape.width() / (TransformerSizes.PATCH * TransformerSizes.PATCH);
    }

    /** Tokens of the first prompt. */
    public int captionTokens() {
        return captionTokens;
    }
}
