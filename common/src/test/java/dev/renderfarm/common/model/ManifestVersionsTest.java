package dev.renderfarm.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestVersionsTest {

    private static final String FIRST = """
            {"schema_version":1,"name":"z-image","version":"1","digest":"sha256:00","family":"z-image","dtype":"f32",\
            "tokenizer":{"prompt_template":"<{prompt}>","max_tokens":512},"latent":{"channels":16,"scale":8},\
            "size":{"multiple":16,"min_side":256,"max_side":4096,"max_pixels":4194304},\
            "scheduler":{"type":"flow_match_euler","shift":3.0},\
            "defaults":{"size":"1024x1024","num_inference_steps":8,"guidance_scale":0.0,"max_inference_steps":100},\
            "files":{}}""";

    private static final ModelManifest SECOND = new ModelManifest(
            2,
            new ModelName("sdxl"),
            "1",
            "sha256:00",
            ModelManifest.SDXL,
            "bf16",
            new ClipWindows(77, 49406, 49407, 4),
            new ModelManifest.Latent(4, 8),
            new ModelManifest.SizeLimits(64, 256, 2048, 1L << 22),
            new NoiseSchedule(
                    SchedulerKind.DPMPP_2M,
                    Prediction.EPSILON,
                    StepSpacing.LEADING,
                    1,
                    true,
                    false,
                    new NoiseSchedule.Betas("scaled_linear", 0.00085, 0.012, 1000),
                    List.of(SchedulerKind.EULER, SchedulerKind.DDIM)),
            new ModelManifest.Conditions(1280, true, NegativeDefault.ZEROS),
            ModelManifest.Guidance.of(GuidanceForm.INTERPOLATED),
            new ModelManifest.Defaults(new ImageSize(1024, 1024), Sampling.of(30, 5), 100),
            Map.of());

    @Test
    void shouldReadTheFirstVersionInPlaceAndWriteItAsItWas() {
        // When
        ModelManifest manifest = Json.read(FIRST, ModelManifest.class);
        // Then
        assertThat(manifest.tokenizer()).isEqualTo(new ChatTemplate("<{prompt}>", 512));
        assertThat(manifest.scheduler()).isEqualTo(new FlowMatch(3));
        assertThat(manifest.scheduler().kinds()).containsExactly(SchedulerKind.FLOW_MATCH_EULER);
        assertThat(manifest.guidanceForm()).isEqualTo(GuidanceForm.ADDED);
        assertThat(manifest.toldSizes()).isFalse();
        assertThat(manifest.negativeIsZeros()).isFalse();
        assertThat(manifest.denoiser()).isEqualTo("transformer");
        assertThat(Json.string(manifest)).isEqualTo(FIRST);
    }

    @Test
    void shouldReadTheSecondVersionAsItWasWritten() {
        // When
        String json = Json.string(SECOND);
        // Then
        assertThat(Json.read(json, ModelManifest.class)).isEqualTo(SECOND);
        assertThat(json)
                .contains("\"tokenizer\":{\"kind\":\"clip_windows\",\"window\":77,\"start\":49406,\"end\":49407,"
                        + "\"max_windows\":4}")
                .contains("\"scheduler\":{\"kind\":\"dpmpp_2m\",\"prediction\":\"epsilon\",\"spacing\":\"leading\","
                        + "\"steps_offset\":1,\"karras\":true,")
                .contains("\"also\":[\"euler\",\"ddim\"]")
                .contains("\"conditions\":{\"pooled\":1280,\"sizes\":true,\"negative_default\":\"zeros\"}")
                .contains("\"guidance\":{\"form\":\"interpolated\",\"off_at\":1.0}");
        assertThat(SECOND.scheduler().usual()).isEqualTo(SchedulerKind.DPMPP_2M_KARRAS);
        assertThat(SECOND.scheduler().kinds())
                .containsExactlyInAnyOrder(SchedulerKind.EULER, SchedulerKind.DDIM, SchedulerKind.DPMPP_2M_KARRAS);
        assertThat(SECOND.denoiser()).isEqualTo("denoiser");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/scheduler | kind | unipc | scheduler unipc is not known",
                "/scheduler | kind | dpmpp_2m_karras | scheduler.kind must be",
                "/tokenizer | kind | words | tokenizer.kind is not known: words",
                "/guidance | form | multiplied | multiplied",
                "/conditions | negative_default | noise | noise"
            })
    void shouldNameWhatItDoesNotKnow(String where, String field, String value, String message) throws IOException {
        ObjectNode json = (ObjectNode) Json.mapper().valueToTree(SECOND);
        ((ObjectNode) json.at(where)).put(field, value);
        assertThatThrownBy(() -> Json.read(json.toString(), ModelManifest.class))
                .hasStackTraceContaining(message);
    }

    @Test
    void shouldRefuseANewerVersion() {
        String newer = FIRST.replace("\"schema_version\":1", "\"schema_version\":3");
        assertThatThrownBy(() -> Json.read(newer, ModelManifest.class))
                .hasStackTraceContaining("model.json has schema_version 3, this farm reads 1 to 2");
    }

    @Test
    void shouldFillWindowsAndCutNothingOff() {
        // Given
        ClipWindows windows = new ClipWindows(5, 8, 9, 2);
        // Then
        assertThat(windows.fill(new int[] {})).containsExactly(8, 9, 9, 9, 9);
        assertThat(windows.fill(new int[] {1, 2, 3})).containsExactly(8, 1, 2, 3, 9);
        assertThat(windows.fill(new int[] {1, 2, 3, 4})).containsExactly(8, 1, 2, 3, 9, 8, 4, 9, 9, 9);
        assertThat(windows.extended(windows.fill(new int[] {1}), 10)).containsExactly(8, 1, 9, 9, 9, 8, 9, 9, 9, 9);
        assertThat(windows.maxTokens()).isEqualTo(6);
        assertThat(windows.maxIds()).isEqualTo(10);
    }
}
