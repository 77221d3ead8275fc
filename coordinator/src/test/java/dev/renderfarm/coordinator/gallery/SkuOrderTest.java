package dev.renderfarm.coordinator.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SkuOrderTest {

    @Test
    void shouldTakeNumbersAsNumbersWhateverTheCase() {
        assertThat(Stream.of("mug-10", "MUG-9", "MUG", "cup 2b", "CUP 2a", "7", "杯子-2", "99999999999999999999", "007")
                        .sorted(new SkuOrder()))
                .containsExactly(
                        "7", "007", "99999999999999999999", "CUP 2a", "cup 2b", "MUG", "MUG-9", "mug-10", "杯子-2");
    }
}
