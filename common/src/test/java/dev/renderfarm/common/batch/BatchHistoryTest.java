package dev.renderfarm.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchHistoryTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void shouldKeepWhatHappensOnceWhenThereIsTooMuchOfTheRest() {
        // Given
        BatchHistory history = BatchHistory.NONE.and(HistoryEvent.of(HistoryKind.SUBMITTED, NOON));
        // When
        for (int i = 0; i < BatchHistory.MOST; i++) {
            history = history.and(HistoryEvent.prioritised(NOON.plusSeconds(i), i % 100));
        }
        // Then
        assertThat(history.data()).hasSize(BatchHistory.MOST);
        assertThat(history.data().get(0).kind()).isEqualTo(HistoryKind.SUBMITTED);
        assertThat(history.data().get(1).at()).isEqualTo(NOON.plusSeconds(1));
        assertThat(history.leftOut()).isEqualTo(1);
    }

    @Test
    void shouldTellRetriesThatFollowOneAnotherAsOne() {
        // When
        BatchHistory history = BatchHistory.NONE
                .and(HistoryEvent.retried(NOON, 3))
                .and(HistoryEvent.retried(NOON.plusSeconds(5), 8))
                .and(HistoryEvent.of(HistoryKind.RESUMED, NOON.plusSeconds(6)))
                .and(HistoryEvent.retried(NOON.plusSeconds(7), 9));
        // Then
        assertThat(history.data()).hasSize(3);
        assertThat(history.data().get(0).at()).isEqualTo(NOON);
        assertThat(history.data().get(0).until()).isEqualTo(NOON.plusSeconds(5));
        assertThat(history.data().get(0).retries()).isEqualTo(8);
    }

    @Test
    void shouldEndTheStandstillThatGoesOnAndNoOther() {
        // Given
        BatchHistory history = BatchHistory.NONE
                .and(HistoryEvent.waits(new WaitingFor(WaitingCode.BROKER, "away", NOON)))
                .movesAt(NOON.plusSeconds(1))
                .and(HistoryEvent.waits(new WaitingFor(WaitingCode.STORAGE, "away", NOON.plusSeconds(2))));
        // When
        BatchHistory ended = history.movesAt(NOON.plusSeconds(3));
        // Then
        assertThat(ended.data())
                .extracting(HistoryEvent::until)
                .containsExactly(NOON.plusSeconds(1), NOON.plusSeconds(3));
    }

    @Test
    void shouldReadAWordOfALaterRelease() {
        // Given
        String json = "{\"data\":[{\"kind\":\"sent_to_the_moon\",\"at\":\"2026-01-02T12:00:00Z\",\"orbit\":3}],"
                + "\"left_out\":2}";
        // Then
        BatchHistory history = Json.read(json, BatchHistory.class);
        assertThat(history.data()).containsExactly(HistoryEvent.of(HistoryKind.OTHER, NOON));
        assertThat(history.leftOut()).isEqualTo(2);
    }
}
