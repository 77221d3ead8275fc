package dev.renderfarm.coordinator.ledger.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.topics.TopicPlan;
import dev.renderfarm.coordinator.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerRunnerTest {

    private static final FarmTopics NAMES = new FarmTopics(FarmName.DEFAULT);

    private static final RocksDbMemory MEMORY = new RocksDbMemory(8L << 20);

    @TempDir
    Path state;

    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void shouldTryAgainAndThenGiveUpWhenTheStreamCannotBeStarted() {
        // Given
        LedgerRunner runner = runner();
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

    private LedgerRunner runner() {
        var settings = new StreamSettings(
                Map.of("bootstrap.servers", "127.0.0.1:1"), "ledger", state, 1, Duration.ofMillis(100), 1, MEMORY);
        return new LedgerRunner(
                TopicSetup.through(Map.of()),
                new TopicPlan(NAMES, List.of(), 1, 1, (short) 1),
                Map.of(),
                new RunningStream(InstantSource.system()),
                this::broken,
                settings);
    }

    private Topology broken() {
        starts.incrementAndGet();
        throw new IllegalStateException("the state folder cannot be locked");
    }
}
