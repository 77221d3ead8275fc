package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarmDayTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant NOON = MIDNIGHT.plus(Duration.ofHours(12));
    private static final BatchId MUGS = new BatchId("batch_1");
    private static final BatchId JARS = new BatchId("batch_2");
    private static final BatchId CUPS = new BatchId("batch_3");
    private static final TaskOutcome PICTURE = new TaskOutcome.Rendered(new StoredImage("a", "b", "c", 1));

    private final ManualTime time = new ManualTime(NOON);
    private final Map<BatchId, DevicePrice> prices = new HashMap<>();
    private final FarmDay day = new FarmDay(time, batch -> Optional.ofNullable(prices.get(batch)));

    @Test
    void shouldSumWhatCameBackSinceMidnightEachBatchAtItsPrice() {
        // Given
        prices.put(MUGS, euros("1.80"));
        prices.put(JARS, euros("3.60"));
        day.beKnown();
        // When
        day.add(MIDNIGHT.minusMillis(1), result(MUGS, 1, PICTURE, "100"));
        day.add(MIDNIGHT, result(MUGS, 1, PICTURE, "2"));
        day.add(NOON, result(MUGS, 2, PICTURE, "2"));
        day.add(NOON, result(JARS, 1, failed(FailureCode.RENDER_FAILED), "1"));
        day.add(NOON, result(JARS, 1, failed(FailureCode.BATCH_CANCELLED), null));
        day.add(NOON, result(JARS, 1, new TaskOutcome.Declined("not mine"), null));
        // Then
        FarmView.Today today = day.view().orElseThrow();
        assertThat(today.from()).isEqualTo(MIDNIGHT);
        assertThat(today.rendered()).isEqualTo(2);
        assertThat(today.firstTry()).isEqualTo(1);
        assertThat(today.failed()).isEqualTo(1);
        assertThat(today.usage().deviceSeconds()).isEqualByComparingTo("5");
        assertThat(today.cost()).isNotNull().satisfies(cost -> {
            assertThat(cost.amount()).isEqualByComparingTo("0.003");
            assertThat(cost.price().currency()).isEqualTo("EUR");
        });
    }

    @Test
    void shouldTellNoCostWhereSomeOfItHasNoPriceOrAnotherCurrency() {
        // Given
        prices.put(MUGS, euros("1.80"));
        day.beKnown();
        day.add(NOON, result(MUGS, 1, PICTURE, "2"));
        day.add(NOON, result(JARS, 1, PICTURE, "2"));
        // Then
        assertThat(day.view().orElseThrow().cost()).isNull();
        // When
        prices.put(JARS, euros("2"));
        // Then
        assertThat(day.view().orElseThrow().cost()).isNotNull();
        // When
        prices.put(CUPS, new DevicePrice(new BigDecimal("2"), "USD"));
        day.add(NOON, result(CUPS, 1, PICTURE, "2"));
        // Then
        assertThat(day.view().orElseThrow().cost()).isNull();
    }

    @Test
    void shouldBeginAnewAtMidnight() {
        // Given
        day.beKnown();
        day.add(NOON, result(MUGS, 1, PICTURE, "2"));
        // When
        time.advance(Duration.ofHours(12));
        // Then
        FarmView.Today today = day.view().orElseThrow();
        assertThat(today.from()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(1)));
        assertThat(today.rendered()).isZero();
        assertThat(today.usage()).isEqualTo(Usage.NONE);
        // When
        day.add(NOON, result(MUGS, 1, PICTURE, "2"));
        // Then
        assertThat(day.view().orElseThrow().rendered()).isZero();
    }

    @Test
    void shouldTellNothingUntilItIsKnown() {
        day.add(NOON, result(MUGS, 1, PICTURE, "2"));
        assertThat(day.view()).isEmpty();
    }

    @Test
    void shouldTellNoCostWhereThereAreTooManyBatchesToKnowWhatEachTook() {
        // Given
        day.beKnown();
        for (int number = 0; number <= FarmDay.MOST_BATCHES; number++) {
            BatchId batch = new BatchId("batch_" + number);
            prices.put(batch, euros("1"));
            // When
            day.add(NOON, result(batch, 1, PICTURE, "1"));
        }
        // Then
        FarmView.Today today = day.view().orElseThrow();
        assertThat(today.cost()).isNull();
        assertThat(today.usage().deviceSeconds()).isEqualByComparingTo("10001");
    }

    private static DevicePrice euros(String price) {
        return new DevicePrice(new BigDecimal(price), "EUR");
    }

    private static TaskOutcome failed(FailureCode code) {
        return new TaskOutcome.Failed(code, "it broke");
    }

    private static TaskResult result(BatchId batch, int attempt, TaskOutcome outcome, @Nullable String seconds) {
        return new TaskResult(
                new TaskId(batch, 0),
                attempt,
                new WorkerId("w1"),
                "sha256:0",
                NOON,
                NOON,
                outcome,
                seconds == null ? null : new Usage(new BigDecimal(seconds), null));
    }
}
