package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @Test
    void shouldBeWhatItWasWhenWhatWasAddedIsTakenAway() {
        Usage some = new Usage(new BigDecimal("1.5"), null);
        Usage more = new Usage(new BigDecimal("0.25"), new BigDecimal("300"));
        assertThat(some.plus(more).less(some)).isEqualTo(more);
        assertThat(more.plus(some)
                        .less(new Usage(new BigDecimal("1.75"), new BigDecimal("300")))
                        .deviceSeconds())
                .isEqualByComparingTo("0");
        assertThatThrownBy(() -> some.less(more.plus(some))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 64})
    void shouldAddUpToTheWholeWhenItIsShared(int parts) {
        // Given
        Usage whole = Usage.of(Duration.ofNanos(10_000_001_999L), OptionalLong.of(4_321_001));
        // When
        var shares = whole.sharedAmong(parts);
        // Then
        assertThat(shares).hasSize(parts);
        assertThat(shares.stream().reduce(Usage.NONE, Usage::plus)).isEqualTo(whole);
        BigDecimal least = shares.get(parts - 1).deviceSeconds();
        assertThat(shares.get(0).deviceSeconds().subtract(least)).isLessThanOrEqualTo(new BigDecimal("0.000001"));
    }

    @Test
    void shouldTellNoEnergyWhereNoneWasMeasured() {
        // Given
        Usage without = Usage.of(Duration.ofMillis(1500), OptionalLong.empty());
        Usage with = Usage.of(Duration.ofMillis(500), OptionalLong.of(0));
        // Then
        assertThat(Json.string(without)).isEqualTo("{\"device_seconds\":1.5}");
        assertThat(without.sharedAmong(3)).allMatch(share -> share.energyJoules() == null);
        assertThat(Json.string(without.plus(with))).isEqualTo("{\"device_seconds\":2,\"energy_joules\":0}");
        assertThat(with.plus(without)).isEqualTo(without.plus(with));
    }

    @Test
    void shouldBeTheSameHoweverItWasWritten() {
        assertThat(Json.read("{\"device_seconds\":1e2,\"energy_joules\":2.500}", Usage.class))
                .isEqualTo(new Usage(new BigDecimal("100"), new BigDecimal("2.5")))
                .hasToString("Usage[deviceSeconds=100, energyJoules=2.5]");
    }

    @Test
    void shouldBeNothingWhenTheClockWasSetBack() {
        assertThat(Usage.of(Duration.ofSeconds(-3), OptionalLong.empty())).isEqualTo(Usage.NONE);
    }

    @Test
    void shouldRefuseWhatIsBelowNothing() {
        assertThatThrownBy(() -> new Usage(new BigDecimal("-0.1"), null))
                .hasMessage("device_seconds is negative: -0.1");
    }
}
