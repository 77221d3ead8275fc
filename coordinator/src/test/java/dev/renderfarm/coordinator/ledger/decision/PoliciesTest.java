package dev.renderfarm.coordinator.ledger.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final RetryPolicy retries = new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofSeconds(60));
    private final WatchdogPolicy watchdogs = new WatchdogPolicy(Duration.ofMinutes(5), Duration.ofHours(1));
    private final DispatchWindow window = new DispatchWindow(Duration.ofSeconds(30), 8, 1_000);

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "5000, 60000"})
    void shouldWaitBetweenHalfAndAllOfTheBackOff(int failures, long fullMillis) {
        for (int index = 0; index < 200; index++) {
            assertThat(retries.delay(new TaskId(BATCH, index), failures))
                    .isBetween(Duration.ofMillis(fullMillis / 2), Duration.ofMillis(fullMillis));
        }
    }

    @Test
    void shouldSpreadTasksThatFailedTogetherAndRepeatItself() {
        // Given
        Set<Duration> delays = new HashSet<>();
        // When
        for (int index = 0; index < 100; index++) {
            delays.add(retries.delay(new TaskId(BATCH, index), 1));
        }
        // Then
        assertThat(delays).hasSizeGreaterThan(80);
        assertThat(retries.delay(new TaskId(BATCH, 3), 2)).isEqualTo(retries.delay(new TaskId(BATCH, 3), 2));
    }

    @ParameterizedTest
    @CsvSource({"PT5M, PT10M", "PT40M, PT1H", "PT1H, PT1H"})
    void shouldDoubleTheWatchdogUpToItsLongest(Duration last, Duration next) {
        assertThat(watchdogs.next(last)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 8",
        "4, 0, 8",
        "10, 0, 10",
        "10, 0.1, 10",
        "1, 0.5, 15",
        "1, 0.51, 16",
        "10, 10, 300",
        "4, 100, 1000",
        "600, 0, 600",
        "1200, 0, 1000",
    })
    void shouldSizeTheWindowByTheFarm(int slots, double rate, int size) {
        assertThat(window.size(slots, rate)).isEqualTo(size);
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        assertThatThrownBy(() -> new DispatchWindow(Duration.ofSeconds(30), 8, 7))
                .hasMessageContaining("smallest 8, largest 7");
        assertThatThrownBy(() -> new WatchdogPolicy(Duration.ZERO, Duration.ofHours(1)))
                .hasMessageContaining("0 < first");
        assertThatThrownBy(() -> new RetryPolicy(Duration.ofSeconds(2), 2, Duration.ofSeconds(1)))
                .hasMessageContaining("first <= longest");
    }
}
