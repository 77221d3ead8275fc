package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.calibration.CalibrationPlan;
import dev.renderfarm.modelexport.calibration.CalibrationProgress;
import dev.renderfarm.modelexport.calibration.CalibrationPrompts;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.export.TransformerExport;
import dev.renderfarm.modelexport.pruning.HeadFraction;
import dev.renderfarm.modelexport.pruning.PrunedTransformer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options of {@code farm model export} about dropping heads. */
final class PruningOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--prune-heads",
            paramLabel = "FRACTION",
            description =
                    "Drop this fraction, from 0 to 0.9, of all attention heads of the transformer's main layers: those"
                            + " that spread their attention most evenly on the calibration prompts. Every layer keeps "
                            + "one. Needs"
                            + " memory for the whole transformer. What was dropped, the time it saves and the "
                            + "output's change are"
                            + " printed and kept in pruning.json (default: 0, drop none).")
    private HeadFraction fraction = HeadFraction.NONE;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "Prompts for --prune-heads, one a line (default: eight of product pictures).")
    private @Nullable Path calibration;

    static HeadFraction fraction(String text) {
        try {
            return HeadFraction.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** How the transformer is to be written; everything that can be checked beforehand is. */
    TransformerExport transformer(CheckpointConfiguration checkpoint, CalibrationProgress progress) {
        if (fraction.isNone()) {
            if (calibration != null && spec != null) {
                throw new ParameterException(
                        spec.commandLine(), "--calibration has no use without --prune-heads; give both or neither");
            }
            return TransformerExport.WHOLE;
        }
        CalibrationPrompts prompts =
                calibration == null ? CalibrationPrompts.builtIn() : CalibrationPrompts.read(calibration);
        return new PrunedTransformer(
                fraction, checkpoint.zImage().transformer(), CalibrationPlan.of(prompts, checkpoint), progress);
    }
}
