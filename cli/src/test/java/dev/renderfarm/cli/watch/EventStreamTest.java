package dev.renderfarm.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final Batch BATCH = Batches.inProgress(1, 2);

    @Test
    void shouldReadABatchFromAnEvent() {
        assertThat(read(": comment", "id: 5", "event: batch", "data: " + Json.string(BATCH), ""))
                .containsExactly(BATCH);
    }

    @Test
    void shouldJoinTheLinesOfOneEvent() {
        // Given JSON that was broken at a place where white space may be
        String json = Json.string(BATCH);
        int middle = json.indexOf(",\"") + 1;
        // When, Then
        assertThat(read("data:" + json.substring(0, middle), "data: " + json.substring(middle), ""))
                .containsExactly(BATCH);
    }

    @Test
    void shouldPassOverWhatIsNoBatch() {
        assertThat(read("data: {\"heartbeat\":true}", "", "data: oops", "", "", "retry: 10", ""))
                .isEmpty();
    }

    @Test
    void shouldWaitForTheEndOfAnEvent() {
        assertThat(read("data: " + Json.string(BATCH))).isEmpty();
    }

    private static List<Batch> read(String... lines) {
        EventStream stream = new EventStream();
        return Stream.of(lines).map(stream::accept).flatMap(Optional::stream).toList();
    }
}
