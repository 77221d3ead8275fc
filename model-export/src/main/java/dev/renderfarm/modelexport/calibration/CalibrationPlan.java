package dev.renderfarm.modelexport.calibration;

import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.diffusion.sampling.Schedule;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.PackageSettings;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * On what the heads are observed: the prompts, at four times from noise to picture, at the model's default size, or at
 * 512x512 where that is larger.
 *
 * @param tokenIds of each prompt in the model's template
 */
public record CalibrationPlan(List<int[]> tokenIds, StepTable table, ImageSize size) {

    /** Of the first prompt's noise; each other prompt has the next. */
    public static final long SEED = 1;

    private static final int STEPS = 4;
    private static final ImageSize LARGEST = new ImageSize(512, 512);

    public CalibrationPlan {
        tokenIds = List.copyOf(tokenIds);
    }

    /**
     * Checks all that can be checked before the first weight is read.
     *
     * @throws CalibrationException if the checkpoint has no tokenizer or another model's, or a prompt is too long for
     * it
     */
    public static CalibrationPlan of(CalibrationPrompts prompts, CheckpointConfiguration checkpoint) {
        PackageSettings settings = checkpoint.settings();
        return new CalibrationPlan(
                tokenIds(prompts, checkpoint),
                Schedule.of(settings.scheduler(), null).table(STEPS),
                size(settings));
    }

    private static ImageSize size(PackageSettings settings) {
        ImageSize usual = settings.defaults().size();
        boolean large = usual.pixels() > LARGEST.pixels();
        return large && settings.size().allows(LARGEST) ? LARGEST : usual;
    }

    private static List<int[]> tokenIds(CalibrationPrompts prompts, CheckpointConfiguration checkpoint) {
        byte[] json = checkpoint.tokenizer();
        if (json == null) {
            throw new CalibrationException(CheckpointConfiguration.TOKENIZER
                    + " is missing, and heads are observed on prompts; add it, or export without --prune-heads");
        }
        try (PromptTokenizer tokenizer =
                new PromptTokenizer(json, checkpoint.settings().tokenizer())) {
            List<int[]> all = new ArrayList<>();
            for (String prompt : prompts.prompts()) {
                int[] ids = tokenizer.encode(prompt);
                if (ids.length > tokenizer.maxTokens()) {
                    throw new CalibrationException("the calibration prompt \"" + prompt + "\" has " + ids.length
                            + " tokens, the model takes " + tokenizer.maxTokens() + "; shorten it");
                }
                requireKnown(ids, checkpoint.zImage().textEncoder().vocabulary());
                all.add(ids);
            }
            return all;
        } catch (IOException e) {
            throw new CalibrationException(
                    CheckpointConfiguration.TOKENIZER + ": not a tokenizer: " + e.getMessage(), e);
        }
    }

    private static void requireKnown(int[] ids, int vocabulary) {
        for (int id : ids) {
            if (id >= vocabulary) {
                throw new CalibrationException(CheckpointConfiguration.TOKENIZER + " gives the token " + id
                        + ", the text encoder has only " + vocabulary + ": do the two belong together?");
            }
        }
    }
}
