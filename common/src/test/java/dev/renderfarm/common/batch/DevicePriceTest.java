package dev.renderfarm.common.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DevicePriceTest {

    @Test
    void shouldReckonInDecimals() {
        // Given: what doubles make 0.30000000000000004
        var price = new DevicePrice(new BigDecimal("0.10"), "EUR");
        // When
        Cost cost = price.of(new Usage(new BigDecimal("10800"), null));
        // Then
        assertThat(Json.string(cost)).isEqualTo("{\"amount\":0.3,\"per_device_hour\":0.1,\"currency\":\"EUR\"}");
        assertThat(Json.read(Json.string(cost), Cost.class)).isEqualTo(cost);
    }

    @Test
    void shouldRoundAtTheNinthDigitAndWriteItOut() {
        // Given
        var price = new DevicePrice(new BigDecimal("0.01"), "JPY");
        // When
        Cost cost = price.of(new Usage(new BigDecimal("0.001"), null));
        // Then
        assertThat(Json.string(cost)).startsWith("{\"amount\":0.000000003,");
    }

    @Test
    void shouldRefuseWhatIsNoPrice() {
        assertThatThrownBy(() -> new DevicePrice(new BigDecimal("-1"), "EUR"))
                .hasMessage("the price of a device hour is negative: -1");
        assertThatThrownBy(() -> new DevicePrice(BigDecimal.ONE, "euro"))
                .hasMessage("a currency has three capital letters, such as EUR: euro");
    }
}
