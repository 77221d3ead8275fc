package dev.renderfarm.coordinator.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.TenantName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantWeightsTest {

    @Test
    void shouldWeighWhoIsNotNamedAsOne() {
        // Given
        TenantWeights weights = new TenantWeights(List.of(" shop-a = 3 ", "shop.b=0.5"));
        // When / Then
        assertThat(weights.of(new TenantName("shop-a"))).isEqualTo(3);
        assertThat(weights.of(new TenantName("shop.b"))).isEqualTo(0.5);
        assertThat(weights.of(TenantName.DEFAULT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop=", "shop=0", "shop=-1", "shop=1001", "Shop=1", "shop=1e3", "=1"})
    void shouldRefuseWhatIsNoWeight(String entry) {
        assertThatThrownBy(() -> new TenantWeights(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry)
                .hasMessageContaining("NAME=WEIGHT");
    }

    @Test
    void shouldRefuseATenantThatIsNamedTwice() {
        assertThatThrownBy(() -> new TenantWeights(List.of("a=1", "a=2"))).hasMessageContaining("names a twice");
    }
}
