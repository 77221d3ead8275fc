package dev.renderfarm.endtoend.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakeoversTest {

    private static final Instant DEATH = Instant.parse("2026-01-02T12:00:00Z");
    private static final long DEATH_NANOS = 1_000;

    private final List<Seen> seen = new ArrayList<>();

    @Test
    void shouldTellHowLongEachTaskInHandWaitedWhenItsWorkerDied() throws Exception {
        // Given
        heartbeat("worker-1", "\"b/0\"", 100);
        heartbeat("worker-1", "\"b/1\",\"b/2\",\"b/3\"", 900);
        heartbeat("worker-1", "", 1_100);
        result("b/1", "worker-1", "2026-01-02T11:59:59Z", 950);
        result("b/2", "worker-2", "2026-01-02T12:00:05Z", 2_000);
        result("b/2", "worker-1", "2026-01-02T12:00:02Z", 3_000);
        result("b/3", "worker-3", "2031-01-02T12:00:02Z", 3_000);
        // When
        List<Duration> times = new Takeovers(seen, Set.of("worker-3")).after("worker-1", DEATH, DEATH_NANOS);
        // Then
        assertThat(times).containsExactly(Duration.ofSeconds(2));
    }

    private void heartbeat(String worker, String held, long at) throws Exception {
        add("workers", "{\"worker_id\":\"%s\",\"tasks_held\":[%s]}".formatted(worker, held), at);
    }

    private void result(String task, String worker, String started, long at) throws Exception {
        add(
                "results",
                "{\"task_id\":\"%s\",\"worker_id\":\"%s\",\"started_at\":\"%s\"}".formatted(task, worker, started),
                at);
    }

    private void add(String topic, String json, long at) throws Exception {
        seen.add(new Seen(topic, 0, seen.size(), "", new ObjectMapper().readTree(json), at, at));
    }
}
