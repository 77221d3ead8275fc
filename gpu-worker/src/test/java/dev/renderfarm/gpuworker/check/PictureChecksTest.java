package dev.renderfarm.gpuworker.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.Shortfall;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureChecksTest {

    private static final int BYTES = 100 * 100 * 3;

    @Test
    void shouldTakeAnyOrdinaryPicture() {
        // noise, a ramp, a white ground with a small thing on it, a black one with a highlight
        Random random = new Random(1);
        assertPasses(i -> random.nextInt(256));
        assertPasses(i -> i / 300);
        assertPasses(i -> i < 300 ? 200 : 255);
        assertPasses(i -> i < 150 ? 40 : 3);
    }

    @Test
    void shouldNameOneColourFirst() {
        assertRejects(FailureCode.BLANK_IMAGE, i -> 0);
        assertRejects(FailureCode.BLANK_IMAGE, i -> new int[] {9, 200, 31}[i % 3]);
        assertPasses(i -> i == BYTES - 1 ? 0 : 255, PictureChecks.of(Set.of(FailureCode.BLANK_IMAGE)));
    }

    @Test
    void shouldNameWhatIsNearlyBlack() {
        // Given: nine of ten thousand pixels have light, then ten
        assertRejects(FailureCode.NEAR_BLACK_IMAGE, i -> i < 9 * 3 ? 255 : i % 23);
        assertPasses(i -> i < 10 * 3 ? 255 : i % 23);
        // one colour is light enough
        assertPasses(i -> i < 10 * 3 && i % 3 == 2 ? 24 : i % 23);
        assertRejects(FailureCode.NEAR_BLACK_IMAGE, i -> i < 10 * 3 && i % 3 == 2 ? 23 : i % 23);
    }

    @Test
    void shouldNameWhatHardlyVaries() {
        // Given: levels that are one or two apart, which deviate by 1 and by 2
        assertRejects(FailureCode.UNIFORM_IMAGE, i -> i / 3 % 2 == 0 ? 127 : 129);
        assertPasses(i -> i / 3 % 2 == 0 ? 126 : 130);
        // it is enough that one colour does
        assertPasses(i -> i % 3 == 1 && i / 3 % 2 == 0 ? 126 : 130);
    }

    @Test
    void shouldSayByHowMuch() {
        assertThat(PictureChecks.ALL.rejection(picture(i -> i / 3 % 2 == 0 ? 127 : 129)))
                .contains(new Rejection(
                        FailureCode.UNIFORM_IMAGE,
                        "the pixels differ by 1.0 of 255 levels on average; another seed or prompt may help",
                        new Shortfall(1, 0.333)));
        assertThat(PictureChecks.ALL.rejection(picture(i -> i < 9 * 3 ? 255 : i % 23)))
                .hasValueSatisfying(
                        rejection -> assertThat(rejection.detail()).startsWith("99.91 % of the pixels are black"));
    }

    @Test
    void shouldCountTheChecksThatArePassedByNoPixel() {
        assertShortfall(new Shortfall(3, 3), i -> 0);
        assertShortfall(new Shortfall(2, 2), i -> 200);
        // nine of the ten pixels that have to be lit, and hardly anything that varies
        assertShortfall(new Shortfall(1, 0.1), i -> i < 9 * 3 ? 255 : i % 23);
    }

    @Test
    void shouldTellByWhatPicturesOfALineAreCompared() {
        // Given
        ImageSize size = new ImageSize(100, 100);
        byte[] picture = picture(i -> i / 3 % 100);
        RenderItem second = variant(2);
        // Then
        assertThat(PictureChecks.ALL.likeness(second, size, picture)).isEqualTo(new Likeness("ffffffffffffffff", 2));
        assertThat(PictureChecks.ALL.likeness(variant(null), size, picture))
                .isEqualTo(new Likeness("ffffffffffffffff", null));
        assertThat(PictureChecks.ALL.likeness(second, size, picture(i -> i / 30_000)))
                .isEqualTo(new Likeness("0000000000000000", null));
        assertThat(PictureChecks.of(Set.of(FailureCode.BLANK_IMAGE))
                        .likeness(second, size, picture)
                        .variant())
                .isNull();
        assertThat(PictureChecks.ALL
                        .withoutComparison()
                        .likeness(second, size, picture)
                        .variant())
                .isNull();
    }

    @Test
    void shouldCompareEditsByWhatWasPaintedAnew() {
        // Given: the left half is kept
        byte[] right = new byte[100 * 100];
        for (int i = 0; i < right.length; i++) {
            right[i] = (byte) (i % 100 < 50 ? 0 : 255);
        }
        byte[] ramp = picture(i -> i / 3 % 100 < 50 ? 9 : i / 3 % 100);
        RenderItem second = edited(1, null);
        // Then
        assertThat(PictureChecks.ALL.likenessOfEdit(second, ramp, right))
                .isEqualTo(new Likeness("ffffffffffffffff", 2))
                .isNotEqualTo(PictureChecks.ALL.likeness(second, second.image().size(), ramp));
        assertThat(PictureChecks.ALL.likenessOfEdit(second, ramp, null).variant())
                .isEqualTo(2);
        // of four steps all run with a strength of 0.9, and three with 0.7
        assertThat(PictureChecks.ALL
                        .likenessOfEdit(edited(0.9, null), ramp, right)
                        .variant())
                .isEqualTo(2);
    }

    @Test
    void shouldCompareNoEditThatIsToLookLikeAnother() {
        // Given
        byte[] all = new byte[100 * 100];
        Arrays.fill(all, (byte) 255);
        byte[] ramp = picture(i -> i / 3 % 100);
        Likeness never = new Likeness("ffffffffffffffff", null);
        // Then: it begins with more than noise, its ground becomes white, or hardly any of it is painted
        assertThat(PictureChecks.ALL.likenessOfEdit(edited(0.7, null), ramp, all))
                .isEqualTo(never);
        assertThat(PictureChecks.ALL.likenessOfEdit(edited(1, new Background(0)), ramp, all))
                .isEqualTo(never);
        assertThat(PictureChecks.ALL.likenessOfEdit(edited(1, null), ramp, new byte[100 * 100]))
                .isEqualTo(never);
        assertThat(PictureChecks.ALL.withoutComparison().likenessOfEdit(edited(1, null), ramp, all))
                .isEqualTo(never);
    }

    private static RenderItem edited(double strength, @Nullable Background background) {
        SourcePicture source = new SourcePicture("mug.png", "ab", 9, 100, 100);
        Edit edit = new Edit(source, null, strength, MaskToLatents.ANY, EncodeMode.MODE, true, 0, null, Resize.CONTAIN);
        DeliveryRules rules = new DeliveryRules(List.of(ImageFormat.PNG), null, null, null, background, null);
        Delivery delivery = new Delivery("shop", rules);
        var request = new ImageRequest(
                "a mug", null, new ImageSize(100, 100), Sampling.of(4, 0), 1, edit, new Encoding(null, null, delivery));
        return new RenderItem(3, 1, "MUG", 2, new ImageName("MUG"), request);
    }

    @Test
    void shouldMakeThoseThatAreAskedForAlone() {
        assertPasses(i -> 0, PictureChecks.of(List.of()));
        assertThat(PictureChecks.of(Set.of(FailureCode.UNIFORM_IMAGE)).rejection(picture(i -> 0)))
                .hasValueSatisfying(rejection -> assertThat(rejection.code()).isEqualTo(FailureCode.UNIFORM_IMAGE));
        assertThatThrownBy(() -> PictureChecks.of(Set.of(FailureCode.NOT_FOUND)))
                .hasMessage(
                        "no check is called not_found, but blank_image, near_black_image, uniform_image, near_duplicate");
    }

    @Test
    void shouldHaveACodeThatIsOfThePicture() {
        assertThat(PictureChecks.ALL.checks()).allSatisfy(check -> {
            assertThat(check.code().isOfThePicture()).isTrue();
            assertThat(check.code().retryable()).isTrue();
        });
    }

    private static void assertShortfall(Shortfall shortfall, IntUnaryOperator level) {
        assertThat(PictureChecks.ALL.rejection(picture(level)))
                .hasValueSatisfying(
                        rejection -> assertThat(rejection.shortfall()).isEqualTo(shortfall));
    }

    private static RenderItem variant(@Nullable Integer variant) {
        var request = new ImageRequest("a mug", null, new ImageSize(16, 16), Sampling.of(4, 0), 1);
        return new RenderItem(3, 1, "MUG", variant, new ImageName("MUG"), request);
    }

    private static void assertPasses(IntUnaryOperator level) {
        assertPasses(level, PictureChecks.ALL);
    }

    private static void assertPasses(IntUnaryOperator level, PictureChecks checks) {
        assertThat(checks.rejection(picture(level))).isEmpty();
    }

    private static void assertRejects(FailureCode code, IntUnaryOperator level) {
        assertThat(PictureChecks.ALL.rejection(picture(level)))
                .hasValueSatisfying(rejection -> assertThat(rejection.code()).isEqualTo(code));
    }

    private static byte[] picture(IntUnaryOperator level) {
        byte[] rgb = new byte[BYTES];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) level.applyAsInt(i);
        }
        return rgb;
    }
}
