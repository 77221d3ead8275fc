package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.model.NegativeDefault;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableDiffusionConfigurationTest {

    private static final String SCHEDULER = "scheduler/scheduler_config.json";

    @Test
    void shouldHaveTheDefaultsOfEachOfficialModel() {
        // When
        PackageSettings first = read("sd-1.5").settings();
        PackageSettings base = read("sdxl").settings();
        PackageSettings turbo = read("sdxl-turbo").settings();
        // Then
        assertThat(read("sd-1.5").sizes().family()).isEqualTo(ModelManifest.SD_1_5);
        assertThat(read("sdxl-turbo").sizes().family()).isEqualTo(ModelManifest.SDXL);
        assertThat(first.defaults().size()).isEqualTo(new ImageSize(512, 512));
        assertThat(first.defaults().sampling()).isEqualTo(Sampling.of(25, 7.5));
        assertThat(base.defaults().size()).isEqualTo(new ImageSize(1024, 1024));
        assertThat(base.defaults().sampling()).isEqualTo(Sampling.of(30, 5));
        assertThat(turbo.defaults().sampling()).isEqualTo(Sampling.of(4, 0));
        // PNDM is not offered
        assertThat(first.scheduler().usual()).isEqualTo(SchedulerKind.DPMPP_2M_KARRAS);
        assertThat(base.scheduler().usual()).isEqualTo(SchedulerKind.EULER);
        assertThat(turbo.scheduler().usual()).isEqualTo(SchedulerKind.EULER_ANCESTRAL);
        assertThat(turbo.scheduler().kinds()).hasSize(6);
        assertThat(first.conditions()).isEqualTo(new ModelManifest.Conditions(0, false, NegativeDefault.EMPTY));
        assertThat(base.conditions()).isEqualTo(new ModelManifest.Conditions(1280, true, NegativeDefault.ZEROS));
        assertThat(base.guidance()).isEqualTo(ModelManifest.Guidance.of(GuidanceForm.INTERPOLATED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet/config.json | \"in_channels\": 4 | \"in_channels\": 9 | an inpainting model cannot be exported",
                "unet/config.json | \"in_channels\": 4 | \"in_channels\": 8 | an instruct-pix2pix model cannot be",
                "unet/config.json | \"norm_eps\" | \"time_cond_proj_dim\": 256, \"norm_eps\" | time_cond_proj_dim is not",
                "unet/config.json | \"norm_eps\" | \"encoder_hid_dim\": 7, \"norm_eps\" | encoder_hid_dim is not supported",
                "unet/config.json | \"norm_eps\" | \"class_embed_type\": \"x\", \"norm_eps\" | class_embed_type is not",
                "unet/config.json | CrossAttnDownBlock2D | AttnDownBlock2D | holds AttnDownBlock2D, only DownBlock2D and",
                "unet/config.json | \"norm_eps\" | \"mid_block_scale_factor\": 2, \"norm_eps\" | mid_block_scale_factor must",
                "scheduler/scheduler_config.json | EulerDiscreteScheduler | LCMScheduler | is LCMScheduler, which is not",
                "scheduler/scheduler_config.json | \"steps_offset\" | \"rescale_betas_zero_snr\": true, \"steps_offset\" | rescale_betas_zero_snr is not supported",
                "scheduler/scheduler_config.json | epsilon | sample | prediction_type is sample, only",
                "scheduler/scheduler_config.json | \"steps_offset\" | \"lambda_min_clipped\": -5.1, \"steps_offset\" | lambda_min_clipped must be",
                "scheduler/scheduler_config.json | \"beta_start\": 0.00085 | \"beta_start\": -Infinity | beta_start must be a number",
                "scheduler/scheduler_config.json | EulerDiscreteScheduler | DDIMScheduler | clip_sample is missing, which means true",
                "model_index.json | StableDiffusionXLPipeline | StableDiffusionXLImg2ImgPipeline | _class_name is StableDiffusionXLImg2ImgPipeline, which cannot be exported"
            })
    void shouldRefuseByNameWhatItIsNot(String file, String found, String other, String message) {
        CheckpointFiles changed = changed("sdxl", file, found, other);
        assertThatThrownBy(() -> CheckpointConfiguration.read(changed))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseTheSecondGeneration() {
        CheckpointFiles second = changed("sd-1.5", "text_encoder/config.json", "quick_gelu", "gelu");
        assertThatThrownBy(() -> CheckpointConfiguration.read(second)).hasMessageContaining("Stable Diffusion 2");
    }

    @Test
    void shouldTakeWhatTheSettingsSayInThePlaceOfTheUsual() {
        // When
        PackageSettings tiny = read("tiny-sdxl").settings();
        // Then
        assertThat(tiny.name().value()).isEqualTo("tiny-sdxl");
        assertThat(tiny.size().multiple()).isEqualTo(16);
        assertThat(tiny.defaults().size()).isEqualTo(new ImageSize(128, 128));
    }

    @Test
    void shouldReadTheSpacingAndWhatASilentOneHasInTheLibrary() {
        String file = "scheduler/scheduler_config.json";
        CheckpointFiles silent = changed("sdxl", file, "\"timestep_spacing\": \"leading\"", "\"a\": 1");
        assertThat(SchedulerConfiguration.read(silent).spacing()).isEqualTo(StepSpacing.LINSPACE);
        assertThat(SchedulerConfiguration.read(new ShippedFiles("sdxl-turbo")).spacing())
                .isEqualTo(StepSpacing.TRAILING);
    }

    @Test
    void shouldReadASolverWhoseClippingIsMinusInfinityAsPythonWritesIt() {
        CheckpointFiles solver = changed(
                "sdxl",
                SCHEDULER,
                "\"EulerDiscreteScheduler\"",
                "\"DPMSolverMultistepScheduler\", \"lambda_min_clipped\": -Infinity");
        assertThat(SchedulerConfiguration.read(solver).kind()).isEqualTo(SchedulerKind.DPMPP_2M);
    }

    @Test
    void shouldReadDdimThatSaysThatItDoesNotClip() {
        CheckpointFiles ddim =
                changed("sdxl", SCHEDULER, "\"EulerDiscreteScheduler\"", "\"DDIMScheduler\", \"clip_sample\": false");
        assertThat(SchedulerConfiguration.read(ddim).kind()).isEqualTo(SchedulerKind.DDIM);
    }

    @Test
    void shouldTellWhatItReplaces() {
        assertThat(CheckpointConfiguration.replacedSampler(new ShippedFiles("sd-1.5")))
                .contains("PNDMScheduler");
        assertThat(CheckpointConfiguration.replacedSampler(new ShippedFiles("sdxl")))
                .isEmpty();
        assertThat(CheckpointConfiguration.replacedSampler(new ShippedFiles("tiny")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"cfg_truncation, 0.5", "cfg_normalization, 1"})
    void shouldRefuseDefaultsThatItsGuidanceDoesNotHave(String field, String value) {
        CheckpointFiles limited = changed(
                "tiny-sdxl",
                "renderfarm.json",
                "\"guidance_scale\"",
                "\"" + field + "\": " + value + ", \"guidance_scale\"");
        assertThatThrownBy(() -> CheckpointConfiguration.read(limited))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("renderfarm.json: field defaults." + field + " is not supported: " + value);
    }

    @ParameterizedTest
    @CsvSource({"vocab.json, merges.txt", "merges.txt, vocab.json"})
    void shouldRefuseHalfATokenizer(String there, String missing) {
        CheckpointFiles half = adding("sdxl", "tokenizer/" + there, "{}");
        assertThatThrownBy(() -> CheckpointConfiguration.read(half))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tokenizer/" + missing + ": no such file; a tokenizer is vocab.json and");
    }

    @Test
    void shouldTakeWhatTheConfigurationOfAnotherVaeSays() {
        // Given
        CheckpointConfiguration sdxl = read("sdxl");
        String vae = new String(new ShippedFiles("sdxl").read("vae/config.json").orElseThrow(), StandardCharsets.UTF_8);
        assertThat(vae).contains("\"force_upcast\": true").contains("0.13025");
        CheckpointFiles narrow = adding("sdxl", "config.json", vae.replace("upcast\": true", "upcast\": false"));
        CheckpointFiles other = adding("sdxl", "config.json", vae.replace("0.13025", "0.18215"));
        // Then
        assertThat(((StableDiffusionSizes) sdxl.withVae(narrow).sizes()).wideVae())
                .isFalse();
        assertThat(((StableDiffusionSizes)
                                sdxl.withVae(new ShippedFiles("sdxl")).sizes())
                        .wideVae())
                .isTrue();
        assertThatThrownBy(() -> sdxl.withVae(other))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json: field scaling_factor is 0.18215, the checkpoint's VAE has 0.13025");
    }

    @Test
    void shouldNotDropHeadsOfAnotherFamily() {
        assertThatThrownBy(() -> read("sdxl").zImage())
                .hasMessage("heads are dropped of z-image only, this checkpoint is of sdxl: export it without"
                        + " --prune-heads");
    }

    private static CheckpointConfiguration read(String name) {
        return CheckpointConfiguration.read(new ShippedFiles(name));
    }

    private static CheckpointFiles adding(String name, String added, String text) {
        ShippedFiles shipped = new ShippedFiles(name);
        return new CheckpointFiles() {
            @Override
            public Optional<byte[]> read(String path) {
                return path.equals(added) ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : shipped.read(path);
            }

            @Override
            public String describe(String path) {
                return shipped.describe(path);
            }
        };
    }

    private static CheckpointFiles changed(String name, String changedFile, String found, String other) {
        ShippedFiles shipped = new ShippedFiles(name);
        return new CheckpointFiles() {
            @Override
            public Optional<byte[]> read(String path) {
                Optional<byte[]> bytes = shipped.read(path);
                return path.equals(changedFile) ? bytes.map(this::replaced) : bytes;
            }

            private byte[] replaced(byte[] bytes) {
                String text = new String(bytes, StandardCharsets.UTF_8);
                assertThat(text).contains(found);
                return text.replace(found, other).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String describe(String path) {
                return shipped.describe(path);
            }
        };
    }
}
