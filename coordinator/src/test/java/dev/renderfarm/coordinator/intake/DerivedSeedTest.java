package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.ImageRequest;
import org.junit.jupiter.api.Test;

class DerivedSeedTest {

    /** Expected: {@code int.from_bytes(sha256((42).to_bytes(8, "big") + b"MUG-001").digest()[:4], "big")} in Python. */
    @Test
    void shouldBeTheDocumentedHash() {
        assertThat(new DerivedSeed(42).of("MUG-001")).isEqualTo(1502913464L);
    }

    @Test
    void shouldStayInTheRangeOfSeedsAndDifferByIdAndBatch() {
        DerivedSeed seeds = new DerivedSeed(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(seeds.of("id" + i)).isBetween(0L, ImageRequest.MAX_SEED);
        }
        assertThat(seeds.of("a")).isNotEqualTo(seeds.of("b")).isNotEqualTo(new DerivedSeed(2).of("a"));
        assertThat(seeds.of("a")).isEqualTo(new DerivedSeed(1).of("a"));
    }
}
