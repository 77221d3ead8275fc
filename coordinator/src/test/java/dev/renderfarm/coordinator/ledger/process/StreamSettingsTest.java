package dev.renderfarm.coordinator.ledger.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

    @Test
    void shouldShareOneMemoryWhenTheStreamIsStartedAgain() {
        // Given
        RocksDbMemory memory = new RocksDbMemory(8L << 20);
        StreamSettings settings =
                new StreamSettings(Map.of(), "ledger", Path.of("state"), 1, Duration.ofMillis(100), 1, memory);
        // Then
        assertThat(settings.toKafka()).containsEntry(BoundedRocksDb.MEMORY, memory);
        assertThat(settings.toKafka()).containsEntry(BoundedRocksDb.MEMORY, memory);
    }

    @Test
    void shouldSendNothingByItselfBeforeTheCommitThatMakesItSeen() {
        StreamSettings settings = new StreamSettings(
                Map.of(), "ledger", Path.of("state"), 1, Duration.ofMillis(150), 1, new RocksDbMemory(8L << 20));
        assertThat(settings.toKafka())
                .containsEntry("commit.interval.ms", 150L)
                .containsEntry("producer.linger.ms", 150L);
    }
}
