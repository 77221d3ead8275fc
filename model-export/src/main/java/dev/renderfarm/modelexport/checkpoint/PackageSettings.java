package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * What a package says of itself beyond its networks: {@code renderfarm.json} beside the checkpoint, or the official
 * models' values.
 */
public record PackageSettings(
        ModelName name,
        String version,
        ModelManifest.Tokenizer tokenizer,
        ModelManifest.SizeLimits size,
        ModelManifest.Scheduler scheduler,
        ModelManifest.@Nullable Conditions conditions,
        ModelManifest.@Nullable Guidance guidance,
        ModelManifest.Defaults defaults) {

    /** Of a family that is conditioned by its caption alone, and guided by adding. */
    public PackageSettings(
            ModelName name,
            String version,
            ModelManifest.Tokenizer tokenizer,
            ModelManifest.SizeLimits size,
            ModelManifest.Scheduler scheduler,
            ModelManifest.Defaults defaults) {
        this(name, version, tokenizer, size, scheduler, null, null, defaults);
    }

    /**
     * One user message and the start of the answer, thinking enabled, as the reference pipeline has the chat template.
     */
    private static final String QWEN_TEMPLATE =
            "<|im_start|>user\n" + ChatTemplate.PROMPT + "<|im_end|>\n<|im_start|>assistant\n";

    private static final int MAX_TOKENS = 512;
    private static final int MAX_STEPS = 100;
    private static final int SIZE_MULTIPLE = 16;
    private static final int MIN_SIDE = 256;
    private static final int MAX_SIDE = 4096;
    private static final long MAX_PIXELS = 2048L * 2048;
    private static final int SIDE = 1024;
    private static final double TURBO_SHIFT = 3.0;

    /** The same under another name. */
    public PackageSettings named(ModelName other) {
        return new PackageSettings(other, version, tokenizer, size, scheduler, conditions, guidance, defaults);
    }

    /**
     * The distilled model has shift 3 and takes 8 steps without guidance, the base model has shift 6 and takes 50 with
     * it.
     *
     * @param patchSide in pixels; sizes must be multiples of it, and are of the official models' too
     */
    static PackageSettings ofOfficialModel(double shift, int patchSide) {
        boolean turbo = shift == TURBO_SHIFT;
        return new PackageSettings(
                new ModelName(turbo ? "z-image-turbo" : "z-image"),
                "1",
                new ChatTemplate(QWEN_TEMPLATE, MAX_TOKENS),
                new ModelManifest.SizeLimits(Math.max(SIZE_MULTIPLE, patchSide), MIN_SIDE, MAX_SIDE, MAX_PIXELS),
                new FlowMatch(shift),
                new ModelManifest.Defaults(
                        new ImageSize(SIDE, SIDE), turbo ? Sampling.of(8, 0) : Sampling.of(50, 4), MAX_STEPS));
    }

    static PackageSettings read(ConfigurationFile file, double shift, int patchSide) {
        PackageSettings official = ofOfficialModel(shift, patchSide);
        ModelManifest.Tokenizer template = file.check(() -> new ChatTemplate(
                file.text("tokenizer.prompt_template", QWEN_TEMPLATE),
                file.integer("tokenizer.max_tokens", MAX_TOKENS)));
        return official.with(template, file);
    }

    /** With what {@code renderfarm.json} says in the place of these. */
    PackageSettings with(ModelManifest.Tokenizer otherTokenizer, ConfigurationFile file) {
        return file.check(() -> new PackageSettings(
                new ModelName(file.text("name", name.value())),
                file.text("version", version),
                otherTokenizer,
                new ModelManifest.SizeLimits(
                        file.integer("size.multiple", size.multiple()),
                        file.integer("size.min_side", size.minSide()),
                        file.integer("size.max_side", size.maxSide()),
                        (long) file.number("size.max_pixels", size.maxPixels())),
                scheduler,
                conditions,
                guidance,
                new ModelManifest.Defaults(
                        ImageSize.parse(
                                file.text("defaults.size", defaults.size().toString())),
                        sampling(file, defaults.sampling()),
                        file.integer("defaults.max_inference_steps", defaults.maxInferenceSteps()))));
    }

    private Sampling sampling(ConfigurationFile file, Sampling official) {
        if (guidance != null && guidance.form() != GuidanceForm.ADDED) {
            file.expectAbsent("defaults.cfg_normalization");
            file.expectAbsent("defaults.cfg_truncation");
        }
        return file.check("defaults.", () -> Sampling.of(
                        file.integer("defaults.num_inference_steps", official.numInferenceSteps()),
                        file.number("defaults.guidance_scale", official.guidanceScale()))
                .withCfgLimits(
                        file.numberOrNull("defaults.cfg_normalization"), file.numberOrNull("defaults.cfg_truncation")));
    }
}
