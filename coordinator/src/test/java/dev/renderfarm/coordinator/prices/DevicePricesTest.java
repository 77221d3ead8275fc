package dev.renderfarm.coordinator.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePricesTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final ModelName TINY = new ModelName("tiny");
    private static final ModelName HUGE = new ModelName("huge");

    @Test
    void shouldPreferTheModelsOwnPrice() {
        // When
        DevicePrices prices =
                new DevicePrices(Optional.of("EUR"), Optional.of(new BigDecimal("2.5")), List.of(" huge = 9.90 "));
        // Then
        assertThat(prices.of(TINY)).isEqualTo(new DevicePrice(new BigDecimal("2.5"), "EUR"));
        assertThat(prices.of(HUGE)).isEqualTo(new DevicePrice(new BigDecimal("9.9"), "EUR"));
    }

    @Test
    void shouldHaveNoneWhereTheOperatorNamesNone() {
        assertThat(new DevicePrices(Optional.empty(), Optional.empty(), List.of()).of(TINY))
                .isNull();
        assertThat(new DevicePrices(Optional.of("EUR"), Optional.empty(), List.of("huge=1")).of(TINY))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "huge=", "=1", "huge=-1", "huge=1e3", "huge:1"})
    void shouldRefuseWhatIsNoPriceOfAModel(String entry) {
        assertThatThrownBy(() -> new DevicePrices(Optional.of("EUR"), Optional.empty(), List.of(entry)))
                .hasMessage("renderfarm.prices.models has \"" + entry + "\": write NAME=PRICE, such as tiny=0.50");
    }

    @Test
    void shouldRefuseAPriceWithoutCurrency() {
        assertThatThrownBy(() -> new DevicePrices(Optional.empty(), Optional.of(BigDecimal.ONE), List.of()))
                .hasMessageContaining("set renderfarm.prices.currency");
    }

    @Test
    void shouldPriceWhatPassesValidationAndNothingElse() throws InterruptedException {
        // Given
        DevicePrices prices = new DevicePrices(Optional.of("EUR"), Optional.of(BigDecimal.ONE), List.of());
        var valid = new BatchCommand.Validated(BATCH, TINY, 4, InputReport.NONE, null, null);
        var rejected = Samples.rejected(BATCH);
        BatchCommand.Submit submission = Samples.submit(BATCH, 3);
        // When
        BatchCommand priced = new PricedValidation(any -> valid, prices).validate(submission);
        BatchCommand refused = new PricedValidation(any -> rejected, prices).validate(submission);
        // Then
        assertThat(priced).isEqualTo(valid.at(new DevicePrice(BigDecimal.ONE, "EUR")));
        assertThat(refused).isSameAs(rejected);
    }
}
