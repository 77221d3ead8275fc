package dev.renderfarm.coordinator.config;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.settings.ChartSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

/** A variable that nobody reads would be believed in. */
class ChartSettingsTest {

    private static final ChartSettings CHART = ChartSettings.of("coordinator");

    @Test
    void shouldKnowEveryVariableThatTheChartGives() throws IOException {
        // Given
        Set<String> known = new HashSet<>(ChartSettings.declaredIn("dev.renderfarm.coordinator"));
        known.addAll(ownProperties());
        known.addAll(kafka("kafka.%s"));
        known.addAll(kafka("renderfarm.streams.client.\"%s\""));
        // When
        Set<String> unknown = CHART.without(known);
        // Then
        assertThat(unknown).isEmpty();
    }

    @Test
    void shouldMissAVariableThatNobodyReads() {
        assertThat(new ChartSettings(Map.of("RENDERFARM_STREAMS_THREADS", "2", "RENDERFARM_STREAM_THREADS", "2"))
                        .without(ChartSettings.declaredIn("dev.renderfarm.coordinator")))
                .containsExactly("RENDERFARM_STREAM_THREADS");
    }

    @Test
    void shouldReadWhatTheChartGives() {
        // When
        SmallRyeConfig config = config(CHART.given());
        // Then
        StreamsConfig streams = config.getConfigMapping(StreamsConfig.class);
        assertThat(streams.client())
                .containsKeys("security.protocol", "sasl.mechanism", "sasl.jaas.config")
                .containsKeys("ssl.truststore.type", "ssl.truststore.certificates")
                .containsKeys("ssl.keystore.type", "ssl.keystore.certificate.chain", "ssl.keystore.key");
        assertThat(ConsumerConfig.configNames()).containsAll(streams.client().keySet());
        assertThat(streams.stateDir()).hasToString(CHART.given().get("RENDERFARM_STREAMS_STATE_DIR"));
        assertThat(config.getConfigMapping(TopicsConfig.class).partitions()).isPositive();
        assertThat(config.getConfigMapping(StorageConfig.class).endpoint())
                .isEqualTo(URI.create(CHART.given().get("RENDERFARM_STORAGE_ENDPOINT")));
        assertThat(config.getConfigMapping(HttpConfig.class).allowedHosts().orElseThrow())
                .contains("farm-renderfarm-coordinator", "farm-renderfarm-coordinator.shop.svc.cluster.local");
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(HttpConfig.class)
                .withMapping(StorageConfig.class)
                .withMapping(StreamsConfig.class)
                .withMapping(TopicsConfig.class)
                .withSources(new EnvConfigSource(environment, 300))
                .withSources(new PropertiesConfigSource(Map.of("renderfarm.http.upload-dir", "/tmp"), "own", 100))
                .build();
    }

    private static Set<String> kafka(String property) {
        return ConsumerConfig.configNames().stream().map(property::formatted).collect(toSet());
    }

    private static Set<String> ownProperties() throws IOException {
        Set<String> names = new HashSet<>();
        for (URL file :
                Collections.list(ChartSettingsTest.class.getClassLoader().getResources("application.properties"))) {
            Properties properties = new Properties();
            try (InputStream in = file.openStream()) {
                properties.load(in);
            }
            names.addAll(properties.stringPropertyNames());
        }
        return names;
    }
}
