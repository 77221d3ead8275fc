package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.model.NegativeDefault;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.modelexport.architecture.ClipSizes;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.architecture.UNetSizes;
import dev.renderfarm.modelexport.architecture.VaeSizes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of a Stable Diffusion in the diffusers layout, and refuses by name what it is not. */
final class StableDiffusionConfiguration {

    private static final String UNET = "unet/config.json";
    private static final String VAE = "vae/config.json";
    private static final String FIRST = "text_encoder/config.json";
    private static final String SECOND = "text_encoder_2/config.json";
    private static final String INDEX = "model_index.json";
    private static final String DOWN = "DownBlock2D";
    private static final String UP = "UpBlock2D";
    private static final String CROSS_DOWN = "CrossAttnDownBlock2D";
    private static final String CROSS_UP = "CrossAttnUpBlock2D";
    private static final int MAX_WINDOWS = 4;
    private static final int MAX_STEPS = 100;
    private static final int SIZE_MULTIPLE = 64;
    private static final int MIN_SIDE = 256;
    private static final int MAX_SIDE = 2048;
    private static final long MEGAPIXEL = 1024L * 1024;

    private final CheckpointFiles files;

    private StableDiffusionConfiguration(CheckpointFiles files) {
        this.files = files;
    }

    static boolean isThere(CheckpointFiles files) {
        return files.read(UNET).isPresent();
    }

    static CheckpointConfiguration read(CheckpointFiles files) {
        return new StableDiffusionConfiguration(files).read();
    }

    private CheckpointConfiguration read() {
        requireKnownPipeline();
        ConfigurationFile unetFile = ConfigurationFile.read(files, UNET);
        UNetSizes unet = unet(unetFile);
        ClipSizes first = clip(ConfigurationFile.read(files, FIRST), false);
        boolean isXl = files.read(SECOND).isPresent();
        ClipSizes second = isXl ? clip(ConfigurationFile.read(files, SECOND), true) : null;
        if (second == null && !first.quickGelu()) {
            throw new CheckpointException(files.describe(FIRST)
                    + ": field hidden_act is gelu: the text encoder of Stable Diffusion 2, which cannot be exported");
        }
        ConfigurationFile vaeFile = ConfigurationFile.read(files, VAE);
        VaeSizes vae = vae(vaeFile);
        boolean wideVae = isWide(vaeFile);
        ClipTokenizer tokenizer = ClipTokenizer.read(files, first.vocabulary());
        StableDiffusionSizes sizes = unetFile.check(() ->
                new StableDiffusionSizes(first, second, unet, vae, tokenizer.end(), tokenizer.secondPad(), wideVae));
        NoiseSchedule schedule = SchedulerConfiguration.read(files);
        ClipWindows windows = new ClipWindows(first.positions(), tokenizer.start(), tokenizer.end(), MAX_WINDOWS);
        PackageSettings usual = settings(sizes, schedule, windows);
        PackageSettings settings = files.read(CheckpointConfiguration.SETTINGS)
                .map(bytes -> ConfigurationFile.parse(files.describe(CheckpointConfiguration.SETTINGS), bytes))
                .map(file -> usual.with(windows(file, windows), file))
                .orElse(usual);
        return new CheckpointConfiguration(sizes, settings, tokenizer.json());
    }

    /** A VAE of this family, whose latents are not shifted unless it says so. */
    static VaeSizes vae(ConfigurationFile file) {
        return CheckpointConfiguration.vae(file, file.number("shift_factor", 0));
    }

    /** Whether a VAE has to be computed in 32 bits. */
    static boolean isWide(ConfigurationFile vae) {
        return vae.flag("force_upcast", true);
    }

    private static ClipWindows windows(ConfigurationFile file, ClipWindows usual) {
        return file.check(() -> new ClipWindows(
                usual.window(), usual.start(), usual.end(), file.integer("tokenizer.max_windows", usual.maxWindows())));
    }

    private void requireKnownPipeline() {
        if (files.read(INDEX).isEmpty()) {
            return;
        }
        ConfigurationFile index = ConfigurationFile.read(files, INDEX);
        String pipeline = index.text("_class_name", "StableDiffusionPipeline");
        if (!List.of("StableDiffusionPipeline", "StableDiffusionXLPipeline").contains(pipeline)) {
            throw new CheckpointException(files.describe(INDEX) + ": field _class_name is " + pipeline
                    + ", which cannot be exported; StableDiffusionPipeline and StableDiffusionXLPipeline can");
        }
    }

    private UNetSizes unet(ConfigurationFile file) {
        file.expect("_class_name", "UNet2DConditionModel");
        int channels = file.integer("in_channels");
        if (channels == 9 || channels == 8) {
            throw new CheckpointException(files.describe(UNET) + ": field in_channels is " + channels + ": "
                    + (channels == 9 ? "an inpainting model" : "an instruct-pix2pix model")
                    + " cannot be exported; take the model that it was made from, which edits too");
        }
        file.expect("in_channels", 4);
        file.expect("out_channels", 4);
        for (String unsupported : List.of(
                "class_embed_type",
                "time_cond_proj_dim",
                "encoder_hid_dim",
                "encoder_hid_dim_type",
                "only_cross_attention",
                "dual_cross_attention",
                "num_class_embeds",
                "center_input_sample",
                "mid_block_only_cross_attention",
                "resnet_skip_time_act",
                "timestep_post_act",
                "time_embedding_act_fn",
                "time_embedding_dim",
                "cross_attention_norm",
                "class_embeddings_concat",
                "reverse_transformer_layers_per_block",
                "num_attention_heads")) {
            file.expectAbsent(unsupported);
        }
        file.expect("resnet_time_scale_shift", "default");
        expectOne(file, "resnet_out_scale_factor");
        expectOne(file, "mid_block_scale_factor");
        file.expect("time_embedding_type", "positional");
        file.expect("attention_type", "default");
        file.expect("act_fn", "silu");
        file.expect("mid_block_type", "UNetMidBlock2DCrossAttn");
        file.expect("flip_sin_to_cos", true);
        file.expect("freq_shift", 0);
        file.expect("downsample_padding", 1);
        file.expect("conv_in_kernel", 3);
        file.expect("conv_out_kernel", 3);
        List<Integer> blockChannels = file.integers("block_out_channels");
        List<Boolean> attends = attends(file, blockChannels.size());
        boolean told = file.has("addition_embed_type");
        file.expect("addition_embed_type", "text_time");
        int frequencies = told ? file.integer("addition_time_embed_dim") : 0;
        int pooled = told ? file.integer("projection_class_embeddings_input_dim") - UNetSizes.SIZES * frequencies : 0;
        return file.check(() -> new UNetSizes(
                channels,
                blockChannels,
                file.integer("layers_per_block"),
                attends,
                file.integerOrEach("transformer_layers_per_block", 1, blockChannels.size()),
                // the library's own name for it is an old mistake
                file.integerOrEach("attention_head_dim", 8, blockChannels.size()),
                file.integer("cross_attention_dim"),
                file.flag("use_linear_projection", false),
                file.integer("norm_num_groups", 32),
                file.number("norm_eps", 1e-5),
                frequencies,
                pooled));
    }

    private static void expectOne(ConfigurationFile file, String field) {
        if (file.number(field, 1) != 1) {
            file.expect(field, 1);
        }
    }

    private List<Boolean> attends(ConfigurationFile file, int blocks) {
        List<String> down = file.texts("down_block_types");
        List<String> up = file.texts("up_block_types");
        List<Boolean> attends = new ArrayList<>();
        List<String> mirrored = new ArrayList<>();
        for (String type : down) {
            if (!type.equals(DOWN) && !type.equals(CROSS_DOWN)) {
                throw new CheckpointException(files.describe(UNET) + ": field down_block_types holds " + type
                        + ", only " + DOWN + " and " + CROSS_DOWN + " are supported");
            }
            attends.add(type.equals(CROSS_DOWN));
            mirrored.add(type.equals(CROSS_DOWN) ? CROSS_UP : UP);
        }
        Collections.reverse(mirrored);
        if (!up.equals(mirrored) || down.size() != blocks) {
            throw new CheckpointException(files.describe(UNET) + ": field up_block_types must be " + mirrored
                    + ", the reverse of down_block_types, and as many as block_out_channels: " + up);
        }
        return attends;
    }

    private static ClipSizes clip(ConfigurationFile file, boolean isSecond) {
        if (file.has("model_type") && !file.text("model_type").startsWith("clip")) {
            file.expect("model_type", "clip_text_model");
        }
        String activation = file.text("hidden_act");
        if (!activation.equals("quick_gelu")) {
            file.expect("hidden_act", "gelu");
        }
        return file.check(() -> new ClipSizes(
                file.integer("vocab_size"),
                file.integer("max_position_embeddings"),
                file.integer("hidden_size"),
                file.integer("intermediate_size"),
                file.integer("num_hidden_layers"),
                file.integer("num_attention_heads"),
                activation.equals("quick_gelu"),
                file.number("layer_norm_eps", 1e-5),
                isSecond ? file.integer("projection_dim") : 0));
    }

    private PackageSettings settings(StableDiffusionSizes sizes, NoiseSchedule schedule, ClipWindows windows) {
        boolean isXl = sizes.second() != null;
        boolean turbo =
                isXl && schedule.kind() == SchedulerKind.EULER_ANCESTRAL && schedule.spacing() == StepSpacing.TRAILING;
        int side = isXl && !turbo ? 1024 : 512;
        Sampling sampling = isXl ? (turbo ? Sampling.of(4, 0) : Sampling.of(30, 5)) : Sampling.of(25, 7.5);
        String name = isXl ? (turbo ? "sdxl-turbo" : "sdxl") : "sd-1.5";
        NegativeDefault negative = isXl && zerosForEmpty() ? NegativeDefault.ZEROS : NegativeDefault.EMPTY;
        int multiple = SIZE_MULTIPLE % sizes.patchSide() == 0 ? SIZE_MULTIPLE : sizes.patchSide();
        return new PackageSettings(
                new ModelName(name),
                "1",
                windows,
                new ModelManifest.SizeLimits(multiple, MIN_SIDE, MAX_SIDE, isXl ? 4 * MEGAPIXEL : MEGAPIXEL),
                schedule,
                new ModelManifest.Conditions(sizes.unet().pooled(), sizes.unet().hasConditions(), negative),
                ModelManifest.Guidance.of(GuidanceForm.INTERPOLATED),
                new ModelManifest.Defaults(new ImageSize(side, side), sampling, MAX_STEPS));
    }

    private boolean zerosForEmpty() {
        return files.read(INDEX).isEmpty()
                || ConfigurationFile.read(files, INDEX).flag("force_zeros_for_empty_prompt", true);
    }

    /** The prompts' part of a configuration. */
    private record ClipTokenizer(byte[] json, int start, int end, int secondPad) {

        private static final String FOLDER = "tokenizer";
        private static final String SECOND_FOLDER = "tokenizer_2";

        static ClipTokenizer read(CheckpointFiles files, int vocabularySize) {
            ClipVocabulary clip = vocabulary(files);
            int largest = Collections.max(clip.ids().values());
            if (largest >= vocabularySize) {
                throw new CheckpointException(files.describe(FOLDER) + ": gives the token " + largest
                        + ", the text encoder has only " + vocabularySize + ": do the two belong together?");
            }
            return new ClipTokenizer(
                    clip.tokenizerJson(), clip.id(ClipVocabulary.START), clip.id(ClipVocabulary.END), pad(files, clip));
        }

        private static ClipVocabulary vocabulary(CheckpointFiles files) {
            byte[] vocabulary = files.read(FOLDER + "/vocab.json").orElse(null);
            byte[] merges = files.read(FOLDER + "/merges.txt").orElse(null);
            byte[] whole = files.read(CheckpointConfiguration.TOKENIZER).orElse(null);
            if (vocabulary != null && merges != null) {
                return ClipVocabulary.read(files.describe(FOLDER), vocabulary, merges);
            }
            if (whole == null && (vocabulary != null || merges != null)) {
                String missing = FOLDER + (vocabulary == null ? "/vocab.json" : "/merges.txt");
                throw new CheckpointException(files.describe(missing)
                        + ": no such file; a tokenizer is vocab.json and merges.txt together, or tokenizer.json");
            }
            return whole == null
                    ? ClipVocabulary.official()
                    : ClipVocabulary.ofTokenizer(files.describe(CheckpointConfiguration.TOKENIZER), whole);
        }

        /** The second encoder's windows are filled up with "!" unless its tokenizer says otherwise. */
        private static int pad(CheckpointFiles files, ClipVocabulary clip) {
            String path = SECOND_FOLDER + "/special_tokens_map.json";
            @Nullable
            String pad = files.read(path)
                    .map(bytes -> ConfigurationFile.parse(files.describe(path), bytes))
                    .map(file -> file.textOrContent("pad_token"))
                    .orElse(null);
            return pad == null ? 0 : clip.id(pad);
        }
    }
}
