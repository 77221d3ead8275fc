package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.architecture.TextEncoderSizes;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.architecture.VaeSizes;
import dev.renderfarm.modelexport.architecture.ZImageSizes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All of a checkpoint but its weights.
 *
 * @param tokenizer bytes of {@code tokenizer/tokenizer.json}; null where a checkpoint has none, and its package takes
 * embeddings only
 */
public record CheckpointConfiguration(ModelSizes sizes, PackageSettings settings, byte @Nullable [] tokenizer) {

    /** The file that holds what only this project's packages need; see {@link PackageSettings}. */
    public static final String SETTINGS = "renderfarm.json";

    public static final String TOKENIZER = "tokenizer/tokenizer.json";

    /** What a Qwen3 has whose configuration does not say. */
    private static final int QWEN_HEAD_DIM = 128;

    private static final String TEXT_ENCODER = "text_encoder/config.json";
    private static final String TRANSFORMER = "transformer/config.json";
    private static final String VAE = "vae/config.json";
    private static final String OWN = "config.json";
    private static final String SCHEDULER = "scheduler/scheduler_config.json";

    public CheckpointConfiguration {
        int multiple = sizes.patchSide();
        require(
                settings.size().multiple() % multiple == 0,
                "size.multiple " + settings.size().multiple() + " is not a multiple of " + multiple
                        + ", the side of a patch in pixels");
        require(
                settings.size().allows(settings.defaults().size()),
                "defaults.size " + settings.defaults().size() + " is not allowed: "
                        + settings.size().describe());
    }

    /**
     * Reads and checks all configuration files.
     *
     * @throws CheckpointException if a file is missing or says something that cannot be exported, naming file and field
     */
    public static CheckpointConfiguration read(CheckpointFiles files) {
        return StableDiffusionConfiguration.isThere(files)
                ? StableDiffusionConfiguration.read(files)
                : readZImage(files);
    }

    /**
     * For what only Z-Image has.
     *
     * @throws CheckpointException if it is of another family
     */
    public ZImageSizes zImage() {
        if (sizes instanceof ZImageSizes image) {
            return image;
        }
        throw new CheckpointException("heads are dropped of " + ModelManifest.Z_IMAGE + " only, this checkpoint is of "
                + sizes.family() + ": export it without --prune-heads");
    }

    /**
     * With the VAE of another folder, so far as that has a configuration.
     *
     * @param folder in which {@code config.json} would be
     * @throws CheckpointException if it does not scale latents as this checkpoint's VAE does
     */
    public CheckpointConfiguration withVae(CheckpointFiles folder) {
        if (!(sizes instanceof StableDiffusionSizes all) || folder.read(OWN).isEmpty()) {
            return this;
        }
        ConfigurationFile file = ConfigurationFile.read(folder, OWN);
        VaeSizes other = StableDiffusionConfiguration.vae(file);
        requireEqual(folder, "scaling_factor", other.scaling(), all.vae().scaling());
        requireEqual(folder, "shift_factor", other.shift(), all.vae().shift());
        return new CheckpointConfiguration(
                all.withWideVae(StableDiffusionConfiguration.isWide(file)), settings, tokenizer);
    }

    private static void requireEqual(CheckpointFiles folder, String field, double other, double own) {
        if (other != own) {
            throw new CheckpointException(folder.describe(OWN) + ": field " + field + " is " + other
                    + ", the checkpoint's VAE has " + own + ": take a VAE that was made for this model");
        }
    }

    /** The sampler that a Stable Diffusion was saved with, by its class, where another one takes its place. */
    public static Optional<String> replacedSampler(CheckpointFiles files) {
        return StableDiffusionConfiguration.isThere(files) ? SchedulerConfiguration.replaced(files) : Optional.empty();
    }

    private static CheckpointConfiguration readZImage(CheckpointFiles files) {
        TextEncoderSizes textEncoder = textEncoder(ConfigurationFile.read(files, TEXT_ENCODER));
        TransformerSizes transformer = transformer(ConfigurationFile.read(files, TRANSFORMER));
        ConfigurationFile vaeFile = ConfigurationFile.read(files, VAE);
        VaeSizes vae = vae(vaeFile, vaeFile.number("shift_factor"));
        ModelSizes sizes = vaeFile.check(() -> new ZImageSizes(textEncoder, transformer, vae));
        double shift = shift(ConfigurationFile.read(files, SCHEDULER));
        byte[] tokenizer = files.read(TOKENIZER).orElse(null);
        int patchSide = sizes.patchSide();
        PackageSettings settings = files.read(SETTINGS)
                .map(bytes -> ConfigurationFile.parse(files.describe(SETTINGS), bytes))
                .map(file -> PackageSettings.read(file, shift, patchSide))
                .orElseGet(() -> PackageSettings.ofOfficialModel(shift, patchSide));
        return new CheckpointConfiguration(sizes, settings, tokenizer);
    }

    private static TextEncoderSizes textEncoder(ConfigurationFile file) {
        file.expect("model_type", "qwen3");
        file.expect("hidden_act", "silu");
        file.expectAbsent("attention_bias");
        file.expectAbsent("use_sliding_window");
        file.expectAbsent("rope_scaling");
        file.expect("rope_parameters.rope_type", "default");
        file.expectEach("layer_types", "full_attention");
        int heads = file.integer("num_attention_heads");
        double theta = file.has("rope_parameters.rope_theta")
                ? file.number("rope_parameters.rope_theta")
                : file.number("rope_theta");
        return file.check(() -> new TextEncoderSizes(
                file.integer("vocab_size"),
                file.integer("hidden_size"),
                file.integer("intermediate_size"),
                file.integer("num_hidden_layers"),
                heads,
                file.integer("num_key_value_heads"),
                file.integer("head_dim", QWEN_HEAD_DIM),
                file.number("rms_norm_eps"),
                theta));
    }

    private static TransformerSizes transformer(ConfigurationFile file) {
        file.expect("_class_name", "ZImageTransformer2DModel");
        file.expect("all_patch_size", List.of(TransformerSizes.PATCH));
        file.expect("all_f_patch_size", List.of(1));
        file.expectAbsent("siglip_feat_dim");
        return file.check(() -> new TransformerSizes(
                file.integer("in_channels"),
                file.integer("dim"),
                file.integer("n_layers"),
                file.integer("n_refiner_layers"),
                file.integer("n_heads"),
                file.integer("cap_feat_dim"),
                file.number("norm_eps"),
                file.number("rope_theta"),
                file.number("t_scale", 1000.0),
                file.integers("axes_dims"),
                file.flag("qk_norm", true)));
    }

    /** @param shift what is added to latents once they are scaled back, which not every family may leave unsaid */
    static VaeSizes vae(ConfigurationFile file, double shift) {
        file.expect("_class_name", "AutoencoderKL");
        file.expect("act_fn", "silu");
        file.expect("in_channels", VaeSizes.IMAGE_CHANNELS);
        file.expect("out_channels", VaeSizes.IMAGE_CHANNELS);
        file.expectEach("down_block_types", "DownEncoderBlock2D");
        file.expectEach("up_block_types", "UpDecoderBlock2D");
        file.expectAbsent("latents_mean");
        file.expectAbsent("latents_std");
        return file.check(() -> new VaeSizes(
                file.integer("latent_channels"),
                file.integers("block_out_channels"),
                file.integer("layers_per_block"),
                file.integer("norm_num_groups"),
                file.number("scaling_factor"),
                shift,
                file.flag("mid_block_add_attention", true),
                file.flag("use_quant_conv", true),
                file.flag("use_post_quant_conv", true)));
    }

    private static double shift(ConfigurationFile file) {
        file.expect("_class_name", "FlowMatchEulerDiscreteScheduler");
        file.expect("num_train_timesteps", 1000);
        for (String unsupported : List.of(
                "use_dynamic_shifting",
                "use_karras_sigmas",
                "use_exponential_sigmas",
                "use_beta_sigmas",
                "invert_sigmas",
                "stochastic_sampling",
                "shift_terminal")) {
            file.expectAbsent(unsupported);
        }
        return file.number("shift");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CheckpointException(SETTINGS + ": " + otherwise);
        }
    }
}
