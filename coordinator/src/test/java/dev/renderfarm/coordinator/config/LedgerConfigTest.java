package dev.renderfarm.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerConfigTest {

    @Test
    void shouldHaveDefaultsThatRunOnOneMachine() {
        // Given
        SmallRyeConfig config = config(Map.of("renderfarm.farm-name", "renderfarm"));
        // When
        LedgerConfig ledger = config.getConfigMapping(LedgerConfig.class);
        StreamsConfig streams = config.getConfigMapping(StreamsConfig.class);
        TopicsConfig topics = config.getConfigMapping(TopicsConfig.class);
        OutputConfig output = config.getConfigMapping(OutputConfig.class);
        // Then
        assertThat(ledger.retry().first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(ledger.watchdog().first()).isEqualTo(Duration.ofMinutes(2));
        assertThat(ledger.window().largest()).isEqualTo(4_000);
        assertThat(ledger.cancelGrace()).isEqualTo(Duration.ofSeconds(15));
        assertThat(ledger.nearDuplicateDistance()).isEqualTo(2);
        assertThat(output.maxInlineBytes().asLongValue()).isEqualTo(500L << 20);
        assertThat(streams.applicationId()).isEqualTo("renderfarm-ledger");
        assertThat(streams.enabled()).isTrue();
        assertThat(streams.unreadableLimit()).isEqualTo(Duration.ofMinutes(3));
        assertThat(topics.partitions()).isEqualTo(4);
        assertThat(topics.taskPartitions()).isEqualTo(1);
        assertThat(topics.replicationFactor()).isEqualTo((short) 1);
    }

    @Test
    void shouldTakeWhatItIsGiven() {
        // Given
        SmallRyeConfig config = config(Map.of(
                "renderfarm.farm-name", "spring-catalogue",
                "renderfarm.ledger.watchdog.first", "PT30S",
                "renderfarm.streams.standby-replicas", "1",
                "renderfarm.streams.client.\"security.protocol\"", "SSL",
                "renderfarm.topics.replication-factor", "3"));
        // When
        StreamsConfig streams = config.getConfigMapping(StreamsConfig.class);
        // Then
        assertThat(config.getConfigMapping(LedgerConfig.class).watchdog().first())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(streams.applicationId()).isEqualTo("spring-catalogue-ledger");
        assertThat(streams.standbyReplicas()).isEqualTo(1);
        assertThat(streams.client()).containsEntry("security.protocol", "SSL");
        assertThat(config.getConfigMapping(TopicsConfig.class).replicationFactor())
                .isEqualTo((short) 3);
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(LedgerConfig.class)
                .withMapping(OutputConfig.class)
                .withMapping(StreamsConfig.class)
                .withMapping(TopicsConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 1_000))
                .build();
    }
}
