package dev.renderfarm.gpuworker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.Encoding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FittedFileTest {

    /** Of 1,000 bytes for each step of quality. */
    private int encoded;

    @Test
    void shouldTakeTheBestQualityWhoseFileIsSmallEnough() {
        // When
        FittedFile file = FittedFile.of(asked(ImageFormat.JPEG, 95, 71_500), this::file);
        // Then
        assertThat(file.quality()).isEqualTo(71);
        assertThat(file.bytes()).hasSize(71_000);
        assertThat(file.mended()).hasValueSatisfying(finding -> {
            assertThat(finding.rule()).isEqualTo(ProfileRule.BYTES);
            assertThat(finding.told()).isEqualTo("bytes: 95000 bytes at a compression of 95, wanted at most 71500");
        });
        assertThat(file.failed()).isEmpty();
        assertThat(encoded).isLessThanOrEqualTo(8);
    }

    @Test
    void shouldFailAndKeepTheSmallestWhenNoQualityIsSmallEnough() {
        FittedFile file = FittedFile.of(asked(ImageFormat.WEBP, 82, 49_999), this::file);
        assertThat(file.quality()).isEqualTo(DeliveryRules.LEAST_QUALITY);
        assertThat(file.mended()).isEmpty();
        assertThat(file.failed()).hasValueSatisfying(finding -> assertThat(finding.measured())
                .isEqualTo("50000 bytes at a compression of 50"));
    }

    @Test
    void shouldFailWhenItIsAPngSinceThatHasNoSmallerFile() {
        FittedFile file = FittedFile.of(asked(ImageFormat.PNG, null, 99_999), this::file);
        assertThat(file.failed())
                .hasValueSatisfying(finding -> assertThat(finding.measured()).isEqualTo("100000 bytes as a png"));
        assertThat(encoded).isEqualTo(1);
    }

    @Test
    void shouldEncodeOnceWhenThereIsNoLimitOrItHolds() {
        assertThat(FittedFile.of(new Encoding(ImageFormat.JPEG, 90), this::file).mended())
                .isEmpty();
        assertThat(FittedFile.of(asked(ImageFormat.JPEG, 90, 90_000), this::file)
                        .quality())
                .isEqualTo(90);
        assertThat(encoded).isEqualTo(2);
    }

    private byte[] file(int quality) {
        encoded++;
        return new byte[quality * 1_000];
    }

    private static Encoding asked(ImageFormat format, @Nullable Integer quality, long mostBytes) {
        var rules = new DeliveryRules(List.of(format), null, mostBytes, null, null, null);
        return new Encoding(format, quality).deliveredTo(new Delivery("house", rules));
    }
}
