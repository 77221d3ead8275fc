package dev.renderfarm.common.model;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import java.util.Map;

/**
 * {@code model.json}: all that anyone but the graph itself needs to know of a model package.
 *
 * @param digest {@code sha256:} and the hex digest over the package's files: names a package's exact contents
 * @param family architecture, for example {@code z-image}
 * @param dtype of the weights: {@code f32} or {@code bf16}
 * @param files path in the package to lower-case hex SHA-256, this file left out
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
    public static final String TEXT_ENCODER = "text_encoder";
    public static final String TRANSFORMER = "transformer";
    public static final String VAE_DECODER = "vae_decoder";

    public ModelManifest {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("model.json has schema_version " + schemaVersion + ", this farm reads "
                    + SCHEMA_VERSION + ": export the package again");
        }
        files = Map.copyOf(files);
    }

    /**
     * @param promptTemplate the text around the prompt, with {@value #PROMPT} where the prompt goes
     * @param maxTokens limit of the templated prompt
     */
    public record Tokenizer(String promptTemplate, int maxTokens) {
        public static final String PROMPT = "{prompt}";

        public Tokenizer {
            if (!promptTemplate.contains(PROMPT)) {
                throw new IllegalArgumentException("prompt_template lacks " + PROMPT + ": " + promptTemplate);
            }
        }
    }

    /**
     * @param channels of the latents
     * @param scale pixels per latent position, on each side
     */
    public record Latent(int channels, int scale) {}

    /**
     * Which pictures the model can draw.
     *
     * @param multiple both sides must be multiples of this
     * @param minSide smallest side in pixels
     * @param maxSide largest side in pixels
     * @param maxPixels largest width times height
     */
    public record SizeLimits(int multiple, int minSide, int maxSide, long maxPixels) {

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
    }

    /** Used where a request is silent. */
    public record Defaults(ImageSize size, int numInferenceSteps, double guidanceScale, int maxInferenceSteps) {}
}
