package dev.renderfarm.coordinator.ledger.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.topics.TopicPlan;
import dev.renderfarm.coordinator.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerRunnerTest {

    private static final FarmTopics NAMES = new FarmTopics(FarmName.DEFAULT);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final RocksDbMemory MEMORY = new RocksDbMemory(8L << 20);

    @TempDir
    Path state;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private LedgerGroup.Part part = LedgerGroup.Part.SOME;
    private final FakeLedgerStream stream = new FakeLedgerStream();
    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void shouldTryAgainAndThenGiveUpWhenTheStreamCannotBeStarted() throws Exception {
        // Given
        LedgerRunner runner = runner(this::broken);
        runner.keepUp();
        boolean gaveUpAtOnce = runner.hasGivenUp();
        // When
        for (int look = 0; look < 2 * LedgerRunner.MOST_RESTARTS; look++) {
            runner.keepUp();
        }
        // Then
        assertThat(gaveUpAtOnce).isFalse();
        assertThat(runner.hasGivenUp()).isTrue();
        assertThat(starts).hasValue(LedgerRunner.MOST_RESTARTS + 1);
    }

    @Test
    void shouldStartTheStreamAnewAndThenSayThatOnlyAnotherProcessHelpsWhenItCannotBeRead() throws Exception {
        // Given
        LedgerRunner runner = runner(Topology::new);
        runner.keepUp();
        // When
        now = now.plus(PATIENCE);
        runner.keepUp();
        // Then
        assertThat(stream.starts).isEqualTo(2);
        assertThat(runner.hasGivenUp()).isFalse();
        // When
        now = now.plus(PATIENCE);
        runner.keepUp();
        // Then
        assertThat(stream.starts).isEqualTo(2);
        assertThat(runner.hasGivenUp()).isTrue();
        // When
        stream.readable = true;
        runner.keepUp();
        // Then
        assertThat(runner.hasGivenUp()).isFalse();
    }

    @Test
    void shouldStayLiveWithoutAnyPartitionWhenOthersHaveAllOfThem() throws Exception {
        part = LedgerGroup.Part.NONE;
        LedgerRunner runner = runner(Topology::new);
        for (int look = 0; look < 10; look++) {
            runner.keepUp();
            now = now.plus(PATIENCE);
        }
        assertThat(stream.starts).isEqualTo(1);
        assertThat(runner.hasGivenUp()).isFalse();
    }

    @Test
    void shouldLeaveAloneWhatWouldFailForTheSameReasonAgain() throws Exception {
        LedgerRunner runner = runner(Topology::new);
        runner.keepUp();
        stream.hopelessBecause = Optional.of("a table cannot be read");
        for (int look = 0; look < 10; look++) {
            now = now.plus(PATIENCE);
            runner.keepUp();
        }
        assertThat(stream.starts).isEqualTo(1);
        assertThat(runner.hasGivenUp()).isFalse();
    }

    private LedgerRunner runner(Supplier<Topology> topology) {
        var settings = new StreamSettings(
                Map.of("bootstrap.servers", "127.0.0.1:1"), "ledger", state, 1, Duration.ofMillis(100), 1, MEMORY);
        return new LedgerRunner(
                TopicSetup.through(Map.of()),
                new TopicPlan(NAMES, List.of(), 1, 1, (short) 1),
                Map.of(),
                stream,
                new LedgerRecovery(() -> now, PATIENCE, clientIds -> part),
                topology,
                settings);
    }

    private Topology broken() {
        starts.incrementAndGet();
        throw new IllegalStateException("the state folder cannot be locked");
    }
}
