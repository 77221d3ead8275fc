package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointConfigurationTest {

    @Test
    void shouldReadTheShippedConfiguration() {
        // When
        CheckpointConfiguration tiny = CheckpointConfiguration.read(new ShippedFiles("tiny"));
        // Then
        TransformerSizes transformer = tiny.zImage().transformer();
        assertThat(transformer.headDim()).isEqualTo(32);
        assertThat(transformer.feedForward()).isEqualTo(256);
        assertThat(tiny.sizes().vae().scale()).isEqualTo(8);
        assertThat(tiny.settings().name()).hasToString("tiny");
        assertThat(tiny.settings().defaults().size()).hasToString("256x256");
        assertThat(((ChatTemplate) tiny.settings().tokenizer()).promptTemplate())
                .isEqualTo("<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void shouldTakeTheOfficialModelsDefaultsWhenTheCheckpointHasNoSettingsOfItsOwn() {
        // When
        var turbo = CheckpointConfiguration.read(
                        new EditedFiles("renderfarm.json", CheckpointConfigurationTest::missing))
                .settings();
        // Then
        assertThat(turbo.name()).hasToString("z-image-turbo");
        assertThat(turbo.defaults().sampling().numInferenceSteps()).isEqualTo(8);
        assertThat(turbo.defaults().size()).hasToString("1024x1024");
        var base = PackageSettings.ofOfficialModel(6.0, 16);
        assertThat(base.name()).hasToString("z-image");
        assertThat(base.defaults().sampling().numInferenceSteps()).isEqualTo(50);
        assertThat(base.defaults().sampling().guidanceScale()).isEqualTo(4.0);
    }

    @Test
    void shouldTakeTheCheckpointsOwnDefaultsOfGuidance() {
        // When
        var defaults = CheckpointConfiguration.read(new EditedFiles(
                        "renderfarm.json",
                        text -> Optional.of(text.replace(
                                "\"guidance_scale\": 0.0",
                                "\"guidance_scale\": 3.5, \"cfg_normalization\": 1, \"cfg_truncation\": 0.5"))))
                .settings()
                .defaults()
                .sampling();
        // Then
        assertThat(defaults.guidanceScale()).isEqualTo(3.5);
        assertThat(defaults.cfgNormalization()).isEqualTo(1.0);
        assertThat(defaults.cfgTruncation()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transformer/config.json | \"dim\": 96 | \"dom\": 96 | transformer/config.json: field dim is missing",
                "transformer/config.json | \"dim\": 96 | \"dim\": \"96\" | field dim must be a whole number: \"96\"",
                "transformer/config.json | \"dim\": 96 | \"dim\": 97 | dim 97 is not a multiple of n_heads 3",
                "transformer/config.json | [8, 12, 12] | [8, 12, 14] | axes_dims [8, 12, 14] must add up to",
                "transformer/config.json | \"qk_norm\": true | \"qk_norm\": 1 | field qk_norm must be true or false: 1",
                "transformer/config.json | \"qk_norm\": true | \"siglip_feat_dim\": 8 | field siglip_feat_dim is not "
                        + "supported",
                "transformer/config.json | \"all_patch_size\": [2] | \"all_patch_size\": [4] | field all_patch_size "
                        + "must be [2]",
                "transformer/config.json | \"cap_feat_dim\": 64 | \"cap_feat_dim\": 32 | must be cap_feat_dim of the "
                        + "transformer, 32",
                "transformer/config.json | { | [ | transformer/config.json: not JSON",
                "text_encoder/config.json | \"hidden_act\": \"silu\" | \"hidden_act\": \"gelu\" | field hidden_act "
                        + "must be \"silu\"",
                "text_encoder/config.json | \"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | not a multiple",
                "text_encoder/config.json | "
                        + "{ | {\"layer_types\": [\"full_attention\", \"sliding_attention\"], | field layer_types must hold",
                "text_encoder/config.json | "
                        + "{ | {\"rope_parameters\": {\"rope_type\": \"yarn\"}, | field rope_parameters.rope_type must be",
                "vae/config.json | "
                        + "{ | {\"up_block_types\": [\"AttnUpDecoderBlock2D\"], | must hold nothing but \"UpDecoderBlock2D\"",
                "vae/config.json | \"shift_factor\" | \"shift\" | field shift_factor is missing",
                "vae/config.json | \"norm_num_groups\": 4 | \"norm_num_groups\": 3 | must be multiples of "
                        + "norm_num_groups 3",
                "scheduler/scheduler_config.json | \"use_dynamic_shifting\": false | \"use_dynamic_shifting\": true | "
                        + "not supported",
                "renderfarm.json | \"multiple\": 16 | \"multiple\": 12 | size.multiple 12 is not a multiple of 16",
                "renderfarm.json | \"guidance_scale\": 0.0 | \"cfg_truncation\": 2 | defaults.cfg_truncation must be "
                        + "from 0 to 1: 2.0",
                "renderfarm.json | \"size\": \"256x256\" | \"size\": \"2048x2048\" | defaults.size 2048x2048 is not "
                        + "allowed",
            })
    void shouldNameFileAndFieldWhenSomethingCannotBeExported(String file, String from, String to, String problem) {
        CheckpointFiles edited = new EditedFiles(file, text -> {
            assertThat(text).contains(from);
            return Optional.of(text.replaceFirst(java.util.regex.Pattern.quote(from), to));
        });
        assertThatThrownBy(() -> CheckpointConfiguration.read(edited))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldNameTheFileWhenItIsMissing() {
        assertThatThrownBy(() -> CheckpointConfiguration.read(
                        new EditedFiles("vae/config.json", CheckpointConfigurationTest::missing)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vae/config.json: no such file");
    }

    private static Optional<String> missing(String text) {
        return Optional.empty();
    }

    /** The shipped configuration with one file changed. */
    private record EditedFiles(String edited, java.util.function.Function<String, Optional<String>> edit)
            implements CheckpointFiles {

        @Override
        public Optional<byte[]> read(String path) {
            Optional<byte[]> shipped = new ShippedFiles("tiny").read(path);
            return path.equals(edited)
                    ? shipped.flatMap(bytes -> edit.apply(new String(bytes, StandardCharsets.UTF_8)))
                            .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    : shipped;
        }

        @Override
        public String describe(String path) {
            return path;
        }
    }
}
