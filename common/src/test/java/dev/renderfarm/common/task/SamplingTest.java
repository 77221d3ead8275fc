package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void shouldNotTakeAnAbsentGuidanceForNoGuidance() {
        assertThatThrownBy(() -> Json.read("{\"num_inference_steps\":8}", Sampling.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("guidance_scale");
    }

    @Test
    void shouldBeEqualWhenGuidanceIsNotLimited() {
        assertThat(guided(0.0, 1.0)).isEqualTo(guided(null, null));
        assertThat(guided(-0.0, null)).isEqualTo(guided(null, null));
        assertThat(guided(1.0, 0.0)).isNotEqualTo(guided(null, null));
    }

    @Test
    void shouldBeSoundWhenAPackageGoesBeyondWhatALineMayAskFor() {
        // When
        Sampling sampling = Sampling.of(50, 150).withCfgLimits(1000.0, null);
        // Then
        assertThat(sampling.guidanceScale()).isEqualTo(150);
        assertThat(sampling.cfgNormalization()).isEqualTo(1000);
    }

    @Test
    void shouldNameTheFieldWhenGuidanceCannotBeLimitedSo() {
        assertThatThrownBy(() -> guided(-1.0, null)).hasMessageContaining("cfg_normalization must be from 0 on: -1.0");
        assertThatThrownBy(() -> Sampling.of(8, -1)).hasMessageContaining("guidance_scale must be from 0 on: -1.0");
        assertThatThrownBy(() -> Sampling.of(8, Double.POSITIVE_INFINITY)).hasMessageContaining("guidance_scale");
        assertThatThrownBy(() -> guided(Double.NaN, null)).hasMessageContaining("cfg_normalization");
        assertThatThrownBy(() -> guided(Double.POSITIVE_INFINITY, null)).hasMessageContaining("cfg_normalization");
        assertThatThrownBy(() -> guided(null, 1.01)).hasMessageContaining("cfg_truncation must be from 0 to 1: 1.01");
        assertThatThrownBy(() -> guided(null, Double.NaN)).hasMessageContaining("cfg_truncation");
    }

    private static Sampling guided(@Nullable Double normalization, @Nullable Double truncation) {
        return Sampling.of(50, 4).withCfgLimits(normalization, truncation);
    }
}
