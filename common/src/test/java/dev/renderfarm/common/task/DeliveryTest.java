package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.catalogue.RuleSource;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Fill;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {

    @ParameterizedTest
    @CsvSource({
        "1000,,10000,,1024x1024,1024x1024",
        "1000,,10000,,768x512,1000x667",
        "1000,,10000,,499x300,",
        ",500,8000,,1024x400,1280x500",
        ",500,1024,,1024x400,",
        ",,2048,,4096x1024,2048x512",
        "100,,,1:1,80x60,100x100",
        ",,100,4:5,100x100,80x100",
        ",,,16:9,64x64,64x36",
        ",,,16:9,1360x768,1360x765",
        "8192,,,1:4,4096x4096,2048x8192",
    })
    void shouldTellWhatBecomesOfASize(
            @Nullable Integer longer,
            @Nullable Integer shorter,
            @Nullable Integer most,
            @Nullable String shape,
            String drawn,
            @Nullable String delivered) {
        var sides = new Sides(longer, shorter, most, shape, null);
        var rules = new DeliveryRules(List.of(ImageFormat.PNG), null, null, sides, null, null);
        assertThat(new Delivery("house", rules).delivered(ImageSize.parse(drawn)))
                .isEqualTo(Optional.ofNullable(delivered).map(ImageSize::parse));
    }

    @Test
    void shouldPadToTheShapeWhereThereIsWhiteToPadWith() {
        var sides = new Sides(null, null, null, "16:9", null);
        var rules = new DeliveryRules(List.of(ImageFormat.PNG), null, null, sides, new Background(null), null);
        assertThat(new Delivery("house", rules).delivered(new ImageSize(64, 64)))
                .contains(new ImageSize(114, 64));
    }

    @Test
    void shouldDeliverNothingThatNoWorkerHolds() {
        var wide = new Sides(null, 4_096, null, "4:1", 4.0);
        var rules = new DeliveryRules(List.of(ImageFormat.PNG), null, null, wide, new Background(null), null);
        assertThat(new Delivery("house", rules).delivered(new ImageSize(4_096, 1_024)))
                .contains(new ImageSize(16_384, 4_096));
        assertThat(new Delivery("house", rules).delivered(new ImageSize(4_200, 1_050)))
                .contains(new ImageSize(16_384, 4_096));
        assertThat(new Delivery("house", rules).delivered(new ImageSize(20_000, 5_000)))
                .as("100,000,000 pixels")
                .isEmpty();
        assertThatThrownBy(() -> new Sides(null, 8_192, null, "4:1", 4.0))
                .hasMessageContaining("least_shorter 8192")
                .hasMessageContaining("more than 67108864 pixels");
        assertThat(new Sides(null, 8_192, null, "1:1", 4.0).ratio()).isEqualTo(1);
    }

    @Test
    void shouldCountOneThatIsSpoiltAsWorseThanAnyThatItsProfileDoesNotTake() {
        // Given
        var rules = new DeliveryRules(
                List.of(ImageFormat.PNG),
                null,
                20_000L,
                new Sides(100, null, null, null, null),
                new Background(null),
                new Fill(0.85, null));
        var all = List.of(
                new RuleFinding(ProfileRule.SIZE, "8x8", "100"),
                new RuleFinding(ProfileRule.BYTES, "90000", "20000"),
                new RuleFinding(ProfileRule.BACKGROUND, "grey", "white"),
                new RuleFinding(ProfileRule.FILL, "61 %", "at least 85 %"));
        var report = new DeliveryReport("house", new ImageSize(8, 8), List.of(), all);
        var nearlyUniform = new Rejection(FailureCode.UNIFORM_IMAGE, "by 1.9", new Shortfall(1, 0.05));
        // When
        Shortfall spoilt = nearlyUniform.besides(rules.breakable()).shortfall();
        // Then
        assertThat(rules.breakable()).isEqualTo(4);
        assertThat(spoilt).isEqualTo(new Shortfall(5, 4.05));
        assertThat(report.rejection().orElseThrow().shortfall()).isLessThan(spoilt);
    }

    @Test
    void shouldEncodeAsTheFirstFormatThatIsTakenWhenALineSaysNone() {
        var rules = new DeliveryRules(List.of(ImageFormat.JPEG, ImageFormat.PNG), 92, null, null, null, null);
        var house = new Delivery("house", rules);
        assertThat(house.encoding(null)).isEqualTo(new Encoding(ImageFormat.JPEG, 92, house));
        assertThat(house.encoding(ImageFormat.PNG)).isEqualTo(new Encoding(null, null, house));
    }

    @ParameterizedTest
    @CsvSource({"0.85,,0.88", "0.75,0.9,0.78", ",0.9,0.87", "0.8,0.82,0.81", "1,,1"})
    void shouldMendAShareToOneThatRoundingDoesNotBreak(@Nullable Double least, @Nullable Double most, double target) {
        var fill = new Fill(least, most);
        assertThat(fill.target()).isEqualTo(target, within(1e-9));
        assertThat(fill.allows(fill.target())).isTrue();
    }

    @Test
    void shouldRefuseRulesThatMeanNothing() {
        List<ImageFormat> png = List.of(ImageFormat.PNG);
        assertThatThrownBy(() -> new DeliveryRules(List.of(), null, null, null, null, null))
                .hasMessageContaining("formats");
        assertThatThrownBy(() -> new DeliveryRules(png, null, null, null, null, new Fill(0.8, null)))
                .hasMessageContaining("fill needs background");
        assertThatThrownBy(() -> new DeliveryRules(png, 10, null, null, null, null))
                .hasMessageContaining("quality");
        assertThatThrownBy(() -> new DeliveryRules(png, null, 5L, null, null, null))
                .hasMessageContaining("most_bytes");
        assertThatThrownBy(() -> new Sides(500, null, 100, null, null)).hasMessageContaining("most_longer");
        assertThatThrownBy(() -> new Sides(null, null, null, "square", null)).hasMessageContaining("shape");
        assertThatThrownBy(() -> new Sides(null, null, null, "9:1", null)).hasMessageContaining("from 1:4 to 4:1");
        assertThatThrownBy(() -> new Sides(9_000, null, null, null, null)).hasMessageContaining("to 8192");
        assertThatThrownBy(() -> new Fill(0.1, null)).hasMessageContaining("from 0.25");
        assertThatThrownBy(() -> new Fill(0.9, 0.8)).hasMessageContaining("fill");
        assertThatThrownBy(() -> new Background(200)).hasMessageContaining("tolerance");
    }

    @Test
    void shouldRefuseAProfileThatDoesNotSayWhereARuleComesFrom() {
        var rules = new DeliveryRules(List.of(ImageFormat.PNG), null, 20_000L, null, null, null);
        var format = new RuleSource(List.of(ProfileRule.FORMAT), "the shop's own", "2026-11");
        assertThatThrownBy(() -> new DeliveryProfile("house", null, rules, List.of(format), null))
                .hasMessageContaining("house does not say where these rules come from: bytes");
        assertThatThrownBy(() -> new RuleSource(List.of(ProfileRule.BYTES), "a guide", "last year"))
                .hasMessageContaining("YYYY-MM");
    }

    @Test
    void shouldRejectByTheFirstRuleAndTellAll() {
        var report = new DeliveryReport(
                "house",
                new ImageSize(8, 8),
                List.of(),
                List.of(
                        new RuleFinding(ProfileRule.FILL, "61 %", "at least 85 %"),
                        new RuleFinding(ProfileRule.BYTES, "9 bytes", "at most 8")));
        assertThat(report.rejection()).hasValueSatisfying(rejection -> {
            assertThat(rejection.code().wireName()).isEqualTo("profile_fill");
            assertThat(rejection.detail())
                    .isEqualTo("house does not take it: fill: 61 %, wanted at least 85 %; bytes: 9 bytes, wanted at"
                            + " most 8");
        });
    }
}
