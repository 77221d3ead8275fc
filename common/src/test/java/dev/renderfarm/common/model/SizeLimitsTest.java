package dev.renderfarm.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeLimitsTest {

    private final ModelManifest.SizeLimits limits = new ModelManifest.SizeLimits(16, 64, 1024, 512 * 1024);

    @ParameterizedTest
    @CsvSource({"64x64, true", "1024x512, true", "1024x1024, false", "48x64, false", "64x1040, false", "100x64, false"})
    void shouldAllowWhatTheModelCanDraw(String size, boolean allowed) {
        assertThat(limits.allows(ImageSize.parse(size))).isEqualTo(allowed);
    }
}
