package dev.renderfarm.diffusion.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {

    private static final float[] EXPECTED = {3, 4};

    @ParameterizedTest
    @CsvSource({
        "f32,  3.0004, true",
        "f32,  3.0006, false",
        "bf16, 3.14,   true",
        "bf16, 3.16,   false",
        "bf16, NaN,    false",
        "bf16, Infinity, false"
    })
    void shouldAgreeWhenTheDifferenceIsWithinTheDtypesShareOfTheNorm(String dtype, float first, boolean agrees) {
        Finding finding = Tolerance.of(dtype, "CPU:0").compare(GoldenStage.VELOCITY, new float[] {first, 4}, EXPECTED);
        assertThat(finding.agrees()).as(finding.detail()).isEqualTo(agrees);
    }

    @Test
    void shouldAllowForShorterNumbersWhenAGpuMultipliesF32() {
        Tolerance gpu = Tolerance.of("f32", "GPU:0");
        assertThat(gpu.compare(GoldenStage.VELOCITY, new float[] {3.018f, 4}, EXPECTED)
                        .agrees())
                .isTrue();
        assertThat(gpu.compare(GoldenStage.VELOCITY, new float[] {3.019f, 4}, EXPECTED)
                        .agrees())
                .isFalse();
    }

    @Test
    void shouldAgreeWhenBothAreZeroAndNotWhenOneIs() {
        float[] zeros = new float[2];
        assertThat(Tolerance.of("f32", "CPU:0")
                        .compare(GoldenStage.LATENTS, zeros, zeros)
                        .agrees())
                .isTrue();
        assertThat(Tolerance.of("bf16", "CPU:0")
                        .compare(GoldenStage.LATENTS, EXPECTED, zeros)
                        .agrees())
                .isFalse();
    }

    @Test
    void shouldAllowAsMuchForEachStepWhenThereAreSeveral() {
        Tolerance four = Tolerance.of("bf16", "CPU:0").over(4);
        assertThat(four.compare(GoldenStage.LATENTS, new float[] {3.59f, 4}, EXPECTED)
                        .agrees())
                .isTrue();
        assertThat(four.compare(GoldenStage.LATENTS, new float[] {3.61f, 4}, EXPECTED)
                        .agrees())
                .isFalse();
    }

    @Test
    void shouldDifferWhenLatentsAreZeroHoweverManyStepsThereWere() {
        Finding finding = Tolerance.of("bf16", "CPU:0").over(50).compare(GoldenStage.LATENTS, new float[2], EXPECTED);
        assertThat(finding)
                .isEqualTo(new Finding(GoldenStage.LATENTS, false, "relative difference 1.0e+00, limit " + "2.5e-01"));
    }

    @Test
    void shouldMeasureBytesFromZeroTo255WhenItComparesPictures() {
        // Given
        byte[] expected = {0, (byte) 255};
        // When
        Finding near = Tolerance.of("bf16", "CPU:0").compare(GoldenStage.PICTURE, new byte[] {3, (byte) 252}, expected);
        Finding far = Tolerance.of("bf16", "CPU:0").compare(GoldenStage.PICTURE, new byte[] {3, (byte) 250}, expected);
        // Then
        assertThat(near)
                .isEqualTo(new Finding(GoldenStage.PICTURE, true, "mean difference 3.0000 of 255, limit " + "3.8250"));
        assertThat(far.agrees()).isFalse();
    }

    @Test
    void shouldDifferWhenThereAreNotAsManyValues() {
        Finding finding = Tolerance.of("f32", "CPU:0").compare(GoldenStage.CAPTION, new float[] {3}, EXPECTED);
        assertThat(finding).isEqualTo(new Finding(GoldenStage.CAPTION, false, "1 values, the record has 2"));
    }
}
