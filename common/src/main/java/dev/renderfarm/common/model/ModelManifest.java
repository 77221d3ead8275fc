package dev.renderfarm.common.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code model.json}: all that anyone but the graph itself needs to know of a model package.
 *
 * @param digest {@code sha256:} and the hex digest over the package's files: names a package's exact contents
 * @param family architecture, for example {@code z-image}
 * @param dtype of the weights: {@code f32} or {@code bf16}
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
        Defaults defaults,
        Map<String, String> files) {

    public static final int SCHEMA_VERSION = 1;
    public static final String FILE_NAME = "model.json";
    public static final String TOKENIZER = "tokenizer.json";
    /** Which attention heads the transformer lacks, with measurements; only pruned packages have it. */
    public static final String PRUNING_REPORT = "pruning.json";
    /** What the networks give for one prompt, to be compared with; not every package has it. */
    public static final String GOLDEN_RECORD = "golden.safetensors";

    /** The family that is exported and rendered so far. */
    public static final String Z_IMAGE = "z-image";

    public static final String TEXT_ENCODER = "text_encoder";
    public static final String TRANSFORMER = "transformer";
    public static final String VAE_DECODER = "vae_decoder";
    /** Only packages that edit pictures have it. */
    public static final String VAE_ENCODER = "vae_encoder";

    /** In the folder of each network. */
    public static final String GRAPH = "saved_model.pb";

    public ModelManifest {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("model.json has schema_version " + schemaVersion + ", this farm reads "
                    + SCHEMA_VERSION + ": export the package again");
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

    /** Whether pictures can be edited with it: its files say so, since not every package has the network for that. */
    public boolean edits() {
        return files.containsKey(VAE_ENCODER + "/" + GRAPH);
    }

    /** The same package with another golden record, by its SHA-256: the package's own digest does not depend on it. */
    public ModelManifest withGoldenRecord(String sha256) {
        Map<String, String> all = new TreeMap<>(files);
        all.put(GOLDEN_RECORD, sha256);
        return new ModelManifest(
                schemaVersion, name, version, digest, family, dtype, tokenizer, latent, size, scheduler, defaults, all);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * @param promptTemplate the text around the prompt, with {@value #PROMPT} where the prompt goes
     * @param maxTokens limit of the templated prompt
     */
    public record Tokenizer(String promptTemplate, int maxTokens) {
        public static final String PROMPT = "{prompt}";

        public Tokenizer {
            require(promptTemplate != null, "tokenizer.prompt_template is missing");
            require(
                    promptTemplate.contains(PROMPT),
                    "tokenizer.prompt_template lacks " + PROMPT + ": " + promptTemplate);
            require(maxTokens > 0, "tokenizer.max_tokens must be positive: " + maxTokens);
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

    /**
     * @param type {@code flow_match_euler}
     * @param shift of the noise schedule
     */
    public record Scheduler(String type, double shift) {
        public static final String FLOW_MATCH_EULER = "flow_match_euler";

        public Scheduler {
            require(FLOW_MATCH_EULER.equals(type), "scheduler.type must be " + FLOW_MATCH_EULER + ": " + type);
            require(shift > 0, "scheduler.shift must be positive: " + shift);
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
