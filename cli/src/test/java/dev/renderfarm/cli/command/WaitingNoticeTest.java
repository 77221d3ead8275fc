package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.common.batch.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingNoticeTest {

    private Instant now = Instant.EPOCH;
    private final WaitingNotice notice = new WaitingNotice(() -> now);

    @Test
    void shouldSayItAgainEachTimeItHasLastedTwiceAsLong() {
        // Given
        Batch batch = Batches.waiting(2, "no worker is running", Instant.EPOCH);
        List<String> said = new ArrayList<>();
        // When
        for (int second = 0; second <= 600; second++) {
            now = Instant.EPOCH.plusSeconds(second);
            notice.of(batch).ifPresent(said::add);
        }
        // Then
        assertThat(said)
                .containsExactly(
                        "  waits for 0 s: no worker is running\n",
                        "  waits for 1 min: no worker is running\n",
                        "  waits for 2 min: no worker is running\n",
                        "  waits for 4 min: no worker is running\n",
                        "  waits for 8 min: no worker is running\n");
    }

    @Test
    void shouldSayNothingWhileTheBatchMoves() {
        assertThat(notice.of(Batches.inProgress(1, 1))).isEmpty();
    }
}
