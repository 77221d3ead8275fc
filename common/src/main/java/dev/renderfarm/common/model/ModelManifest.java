package dev.renderfarm.common.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code model.json}: all that anyone but the graph itself needs to know of a model package.
 *
 * <p>Long because it is the whole of a file in both of its versions.
 *
 * @param digest {@code sha256:} and the hex digest over the package's files: names a package's exact contents
 * @param family architecture, for example {@code z-image}
 * @param dtype of the weights: {@code f32} or {@code bf16}
 * @param conditions what the denoiser is told besides caption and time; null is nothing
 * @param guidance null is that of {@link GuidanceForm#ADDED}
 * @param files path in the package to lower-case hex SHA-256, this file left out; in the order of the paths
 */
public record ModelManifest(
        int schemaVersion,
        ModelName name,
        String version,
        String digest,
        String family,
        String dtype,
        Tokenizer tokenizer,
        Latent latent,
        SizeLimits size,
        Scheduler scheduler,
        @Nullable Conditions conditions,
        @Nullable Guidance guidance,
        Defaults defaults,
        Map<String, String> files) {

    /** The newest that is read. */
    public static final int SCHEMA_VERSION = 2;
    /** What packages without conditions and with added guidance are written as, so that they stay what they were. */
    public static final int FIRST_SCHEMA_VERSION = 1;

    public static final String FILE_NAME = "model.json";
    public static final String TOKENIZER = "tokenizer.json";
    /** Which attention heads the transformer lacks, with measurements; only pruned packages have it. */
    public static final String PRUNING_REPORT = "pruning.json";
    /** What the networks give for one prompt, to be compared with; not every package has it. */
    public static final String GOLDEN_RECORD = "golden.safetensors";

    public static final String Z_IMAGE = "z-image";
    /** Stable Diffusion 1.4 and 1.5. */
    public static final String SD_1_5 = "sd-1.5";
    /** Stable Diffusion XL, and what was distilled from it. */
    public static final String SDXL = "sdxl";
    /** All that are rendered here. */
    public static final List<String> FAMILIES = List.of(Z_IMAGE, SD_1_5, SDXL);

    public static final String TEXT_ENCODER = "text_encoder";
    public static final String TRANSFORMER = "transformer";
    /** What families other than Z-Image have in its place. */
    public static final String DENOISER = "denoiser";

    public static final String VAE_DECODER = "vae_decoder";
    /** Only packages that edit pictures have it. */
    public static final String VAE_ENCODER = "vae_encoder";

    /** In the folder of each network. */
    public static final String GRAPH = "saved_model.pb";

    public ModelManifest {
        if (schemaVersion < FIRST_SCHEMA_VERSION || schemaVersion > SCHEMA_VERSION) {
            throw new IllegalArgumentException("model.json has schema_version " + schemaVersion + ", this farm reads "
                    + FIRST_SCHEMA_VERSION + " to " + SCHEMA_VERSION + ": export the package again");
        }
        require(tokenizer != null, "tokenizer is missing");
        require(latent != null, "latent is missing");
        require(size != null, "size is missing");
        require(scheduler != null, "scheduler is missing");
        require(defaults != null, "defaults is missing");
        require(name != null, "name is missing");
        require(version != null, "version is missing");
        require(digest != null, "digest is missing");
        require(family != null, "family is missing");
        require(dtype != null, "dtype is missing");
        require(files != null, "files is missing");
        require(
                size.allows(defaults.size()),
                "defaults.size " + defaults.size() + " is not allowed: " + size.describe());
        require(
                size.multiple() % latent.scale() == 0,
                "size.multiple " + size.multiple() + " is not a multiple of latent.scale " + latent.scale());
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** Of a family that is conditioned by its caption alone, and guided by adding. */
    public ModelManifest(
            int schemaVersion,
            ModelName name,
            String version,
            String digest,
            String family,
            String dtype,
            Tokenizer tokenizer,
            Latent latent,
            SizeLimits size,
            Scheduler scheduler,
            Defaults defaults,
            Map<String, String> files) {
        this(
                schemaVersion,
                name,
                version,
                digest,
                family,
                dtype,
                tokenizer,
                latent,
                size,
                scheduler,
                null,
                null,
                defaults,
                files);
    }

    /** Folder of the network that predicts. */
    public String denoiser() {
        return schemaVersion == FIRST_SCHEMA_VERSION ? TRANSFORMER : DENOISER;
    }

    /** Whether the denoiser is told sizes. */
    public boolean toldSizes() {
        return conditions != null && conditions.sizes();
    }

    /** Whether a request without a negative prompt is guided away from zeros. */
    public boolean negativeIsZeros() {
        return conditions != null && conditions.negativeDefault() == NegativeDefault.ZEROS;
    }

    public GuidanceForm guidanceForm() {
        return guidance == null ? GuidanceForm.ADDED : guidance.form();
    }

    /** Whether pictures can be edited with it: its files say so, since not every package has the network for that. */
    public boolean edits() {
        return files.containsKey(VAE_ENCODER + "/" + GRAPH);
    }

    /** The same package with another golden record, by its SHA-256: the package's own digest does not depend on it. */
    public ModelManifest withGoldenRecord(String sha256) {
        Map<String, String> all = new TreeMap<>(files);
        all.put(GOLDEN_RECORD, sha256);
        return new ModelManifest(
                schemaVersion,
                name,
                version,
                digest,
                family,
                dtype,
                tokenizer,
                latent,
                size,
                scheduler,
                conditions,
                guidance,
                defaults,
                all);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** How a prompt becomes the token ids that the text encoder is given. */
    public sealed interface Tokenizer permits ChatTemplate, ClipWindows {

        /** The most tokens of a prompt, counted as the kind counts them. */
        int maxTokens();

        /** The most ids that the text encoder is given for one prompt, with those that stand around it. */
        int maxIds();

        @JsonCreator
        static Tokenizer read(
                @JsonProperty("kind") @Nullable String kind,
                @JsonProperty("prompt_template") @Nullable String promptTemplate,
                @JsonProperty("max_tokens") @Nullable Integer maxTokens,
                @JsonProperty("window") @Nullable Integer window,
                @JsonProperty("start") @Nullable Integer start,
                @JsonProperty("end") @Nullable Integer end,
                @JsonProperty("max_windows") @Nullable Integer maxWindows) {
            if (kind == null || kind.equals("template")) {
                return new ChatTemplate(promptTemplate, maxTokens == null ? 0 : maxTokens);
            }
            require(kind.equals(ClipWindows.KIND), "tokenizer.kind is not known: " + kind);
            require(start != null && end != null, "tokenizer.start or end is missing");
            return new ClipWindows(
                    window == null ? 0 : window,
                    start == null ? 0 : start,
                    end == null ? 0 : end,
                    maxWindows == null ? 0 : maxWindows);
        }
    }

    /**
     * @param channels of the latents
     * @param scale pixels per latent position, on each side
     */
    public record Latent(int channels, int scale) {

        public Latent {
            require(channels > 0, "latent.channels must be positive: " + channels);
            require(scale > 0, "latent.scale must be positive: " + scale);
        }
    }

    /**
     * Which pictures the model can draw.
     *
     * @param multiple both sides must be multiples of this
     * @param minSide smallest side in pixels
     * @param maxSide largest side in pixels
     * @param maxPixels largest width times height
     */
    public record SizeLimits(int multiple, int minSide, int maxSide, long maxPixels) {

        public SizeLimits {
            require(multiple > 0, "size.multiple must be positive: " + multiple);
            require(minSide > 0, "size.min_side must be positive: " + minSide);
            require(maxSide >= minSide, "size.max_side " + maxSide + " is less than size.min_side " + minSide);
            require(maxPixels > 0, "size.max_pixels must be positive: " + maxPixels);
        }

        public boolean allows(ImageSize size) {
            return allowsSide(size.width()) && allowsSide(size.height()) && size.pixels() <= maxPixels;
        }

        /** For error messages: what a size must be. */
        public String describe() {
            return "both sides multiples of " + multiple + " from " + minSide + " to " + maxSide + ", at most "
                    + maxPixels + " pixels";
        }

        private boolean allowsSide(int side) {
            return side >= minSide && side <= maxSide && side % multiple == 0;
        }
    }

    /** How samples are taken from noise to pictures. */
    public sealed interface Scheduler permits FlowMatch, NoiseSchedule {

        /** Where a request asks for none. */
        SchedulerKind usual();

        /** All that a request may ask for, the usual one included. */
        List<SchedulerKind> kinds();

        @JsonCreator
        static Scheduler read(
                @JsonProperty("type") @Nullable String type,
                @JsonProperty("shift") @Nullable Double shift,
                @JsonProperty("kind") @Nullable SchedulerKind kind,
                @JsonProperty("prediction") @Nullable Prediction prediction,
                @JsonProperty("spacing") @Nullable StepSpacing spacing,
                @JsonProperty("steps_offset") @Nullable Integer stepsOffset,
                @JsonProperty("karras") @Nullable Boolean karras,
                @JsonProperty("set_alpha_to_one") @Nullable Boolean setAlphaToOne,
                @JsonProperty("betas") NoiseSchedule.@Nullable Betas betas,
                @JsonProperty("also") @Nullable List<SchedulerKind> also) {
            if (kind == null || kind == SchedulerKind.FLOW_MATCH_EULER) {
                return new FlowMatch(kind == null ? type : kind.wireName(), shift == null ? 0 : shift);
            }
            require(prediction != null, "scheduler.prediction is missing");
            require(spacing != null, "scheduler.spacing is missing");
            require(betas != null, "scheduler.betas is missing");
            return new NoiseSchedule(
                    kind,
                    requireNonNull(prediction),
                    requireNonNull(spacing),
                    stepsOffset == null ? 0 : stepsOffset,
                    Boolean.TRUE.equals(karras),
                    Boolean.TRUE.equals(setAlphaToOne),
                    requireNonNull(betas),
                    also == null ? List.of() : also);
        }
    }

    /**
     * What a denoiser is told besides caption and time.
     *
     * @param pooled width of what the text encoder says of the whole prompt; 0 where it says nothing
     * @param sizes whether it is told of which size the picture was, is, and what was cut off it
     * @param negativeDefault what counts where a request has no negative prompt
     */
    public record Conditions(int pooled, boolean sizes, NegativeDefault negativeDefault) {

        public Conditions {
            require(pooled >= 0, "conditions.pooled must not be negative: " + pooled);
            require(negativeDefault != null, "conditions.negative_default is missing");
        }
    }

    /**
     * How predictions are guided.
     *
     * @param offAt the largest scale without an effect, which follows from the form
     */
    public record Guidance(GuidanceForm form, double offAt) {

        public Guidance {
            require(form != null, "guidance.form is missing");
            require(
                    form.offAt() == offAt,
                    "guidance.off_at must be " + form.offAt() + " for " + form.wireName() + ": " + offAt);
        }

        public static Guidance of(GuidanceForm form) {
            return new Guidance(form, form.offAt());
        }
    }

    /** Used where a request is silent. */
    public record Defaults(ImageSize size, @JsonUnwrapped Sampling sampling, int maxInferenceSteps) {

        public Defaults {
            require(size != null, "defaults.size is missing");
            require(
                    sampling.numInferenceSteps() <= maxInferenceSteps,
                    "defaults.num_inference_steps must be from 1 to " + maxInferenceSteps + ": "
                            + sampling.numInferenceSteps());
        }
    }
}
