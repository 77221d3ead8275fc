package dev.renderfarm.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class QueueWatchTest {

    private static final ModelName MODEL = new ModelName("tiny");

    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private final FakeOffsets offsets = new FakeOffsets();
    private final QueueWatch watch = new QueueWatch(() -> offsets, List.of(MODEL), () -> now);

    @Test
    void shouldKnowNothingUntilTheBrokerHasAnsweredAndKeepWhatItKnows() throws InterruptedException {
        // Given
        Instant dispatched = now;
        now = now.plus(Duration.ofMinutes(1));
        offsets.away = true;
        watch.look(MODEL, Lane.BATCH);
        assertThat(watch.doneSince(MODEL, Lane.BATCH, dispatched)).isEmpty();
        // When
        offsets.away = false;
        watch.look(MODEL, Lane.BATCH);
        Instant seen = now;
        now = now.plus(Duration.ofMinutes(1));
        offsets.away = true;
        watch.look(MODEL, Lane.BATCH);
        // Then
        assertThat(watch.doneSince(MODEL, Lane.BATCH, dispatched)).contains(seen);
        assertThat(watch.doneSince(new ModelName("other"), Lane.BATCH, dispatched))
                .isEmpty();
        assertThat(watch.doneSince(MODEL, Lane.INTERACTIVE, dispatched)).isEmpty();
    }

    private static final class FakeOffsets implements QueueOffsets {
        private boolean away;

        @Override
        public Map<Integer, Long> ends(ModelName model, Lane lane) {
            if (away) {
                throw new TimeoutException("away");
            }
            return Map.of(0, 5L);
        }

        @Override
        public Map<Integer, GroupOffset> group(ModelName model, Lane lane) {
            return Map.of(0, new GroupOffset(5, false));
        }

        @Override
        public void close() {}
    }
}
