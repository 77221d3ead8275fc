package dev.renderfarm.gpuworker.worker;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.settings.ChartSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** A variable that nobody reads would be believed in. */
class ChartSettingsOfWorkerTest {

    private static final ChartSettings CHART = ChartSettings.of("gpu-worker");

    @Test
    void shouldKnowEveryVariableThatTheChartGives() throws IOException {
        // Given
        Set<String> known = new HashSet<>(ChartSettings.declaredIn("dev.renderfarm.gpuworker"));
        known.addAll(ownProperties());
        known.addAll(
                ConsumerConfig.configNames().stream().map("kafka.%s"::formatted).collect(toSet()));
        // When
        Set<String> unknown = CHART.without(known);
        // Then
        assertThat(unknown).isEmpty();
    }

    @Test
    void shouldReadWhatTheChartGives() {
        // When
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMappingIgnore("renderfarm.**")
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, (Converter<Duration>) DurationConverter::parseDuration)
                .withMapping(WorkerConfig.class)
                .withMapping(WorkerStorageConfig.class)
                .withSources(new EnvConfigSource(CHART.given(), 300))
                .build();
        // Then
        WorkerConfig worker = config.getConfigMapping(WorkerConfig.class);
        worker.check();
        assertThat(worker.drainTimeout().toSeconds() + "s")
                .isEqualTo(CHART.given().get("RENDERFARM_WORKER_DRAIN_TIMEOUT"));
        assertThat(worker.modelPackage()).isEqualTo(CHART.given().get("RENDERFARM_WORKER_MODEL_PACKAGE"));
        assertThat(worker.modelCache().size().map(MemorySize::asLongValue)).contains(30L << 30);
        assertThat(config.getConfigMapping(WorkerStorageConfig.class).bucket())
                .isEqualTo(CHART.given().get("RENDERFARM_STORAGE_BUCKET"));
    }

    private static Set<String> ownProperties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                ChartSettingsOfWorkerTest.class.getClassLoader().getResourceAsStream("application.properties")) {
            properties.load(in);
        }
        return properties.stringPropertyNames();
    }
}
