package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.png.PngLevel;
import dev.renderfarm.gpuworker.worker.WorkerConfig.RendererKind;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "renderfarm.worker.model-package", "/models/tiny",
            "renderfarm.storage.access-key", "key",
            "renderfarm.storage.secret-key", "secret");

    @Test
    void shouldHaveDefaultsWhenOnlyTheRequiredIsGiven() {
        // When
        WorkerConfig config = read(WorkerConfig.class, Map.of());
        // Then
        assertThat(config.id()).isEmpty();
        assertThat(config.modelPackage()).isEqualTo("/models/tiny");
        assertThat(config.modelCache().folder()).isEmpty();
        assertThat(config.modelCache().packages()).isEqualTo(2);
        assertThat(config.modelCache().size()).isEmpty();
        assertThat(config.modelCache().connections()).isEqualTo(8);
        assertThat(config.renderer()).isEqualTo(RendererKind.TENSORFLOW);
        assertThat(config.slots()).isEqualTo(2);
        assertThat(config.microBatch()).isEqualTo(1);
        assertThat(config.pngLevel()).isEqualTo(PngLevel.BALANCED);
        assertThat(PictureChecks.of(config.pictureChecks().orElseThrow())).isEqualTo(PictureChecks.ALL);
        assertThat(config.warmUpSizes()).isEmpty();
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.taskTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.uploadTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.setAside().failuresInARow()).isEqualTo(3);
        assertThat(config.setAside().longest()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.captionCacheSize()).isEqualTo(16);
        assertThat(config.retry().firstWait()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.retry().longestWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Renderers.deviceSettings(config)).isEqualTo(DeviceSettings.DEFAULTS);
        assertThat(config.fake().timePerImage()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldSignOnlyWithTheFilesThatAreGiven() {
        // When
        C2paConfig none = read(C2paConfig.class, Map.of());
        C2paConfig given = read(
                C2paConfig.class,
                Map.of(
                        "renderfarm.provenance.c2pa.certificate-chain", "/provenance/chain.pem",
                        "renderfarm.provenance.c2pa.private-key", "/provenance/signer.pem"));
        // Then
        assertThat(none.certificateChain()).isEmpty();
        assertThat(none.privateKey()).isEmpty();
        assertThat(given.certificateChain()).contains(Path.of("/provenance/chain.pem"));
        assertThat(given.privateKey()).contains(Path.of("/provenance/signer.pem"));
    }

    @Test
    void shouldTakeWhatIsGivenWhenDefaultsAreOverridden() {
        // When
        WorkerConfig config = read(
                WorkerConfig.class,
                Map.of(
                        "renderfarm.worker.id", "gpu-7",
                        "renderfarm.worker.model-package", "s3://shop/models/tiny",
                        "renderfarm.worker.renderer", "fake",
                        "renderfarm.worker.slots", "8",
                        "renderfarm.worker.png-level", "small",
                        "renderfarm.worker.warm-up-sizes", "64x64,128x64",
                        "renderfarm.worker.drain-timeout", "5s",
                        "renderfarm.worker.vae-memory", "512M",
                        "renderfarm.worker.tensorflow.intra-op-threads", "4",
                        "renderfarm.worker.fake.time-per-image", "0s"));
        // Then
        assertThat(config.id()).contains("gpu-7");
        assertThat(config.renderer()).isEqualTo(RendererKind.FAKE);
        assertThat(config.slots()).isEqualTo(8);
        assertThat(config.pngLevel()).isEqualTo(PngLevel.SMALL);
        assertThat(config.warmUpSizes()).contains(List.of("64x64", "128x64"));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Renderers.deviceSettings(config).vaeMemory()).isEqualTo(512L << 20);
        assertThat(config.tensorflow().intraOpThreads()).isEqualTo(4);
        assertThat(config.fake().timePerImage()).isZero();
    }

    @Test
    void shouldKnowTheBucketWhenOnlyItsKeysAreGiven() {
        // When
        WorkerStorageConfig config = read(WorkerStorageConfig.class, Map.of("renderfarm.storage.bucket", "pictures"));
        // Then
        assertThat(config.endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.bucket()).isEqualTo("pictures");
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldConnectForEverySlotWhenNoNumberOfConnectionsIsGiven() {
        WorkerStorageConfig config = read(WorkerStorageConfig.class, Map.of());
        assertThat(config.settings(8).maxConnections()).isEqualTo(10);
        config = read(WorkerStorageConfig.class, Map.of("renderfarm.storage.max-connections", "3"));
        assertThat(config.settings(8).maxConnections()).isEqualTo(3);
    }

    @Test
    void shouldNameTheKeyWhenThereIsToBeNoConnection() {
        WorkerStorageConfig config = read(WorkerStorageConfig.class, Map.of("renderfarm.storage.max-connections", "0"));
        assertThatThrownBy(() -> config.settings(2))
                .hasMessage("renderfarm.storage.max-connections must be positive: 0");
    }

    @Test
    void shouldNameTheKeyWhenANumberIsOutOfRange() {
        assertThatThrownBy(() -> read(WorkerConfig.class, Map.of("renderfarm.worker.slots", "0"))
                        .check())
                .hasMessage("renderfarm.worker.slots must be positive: 0");
        assertThatThrownBy(() -> read(WorkerConfig.class, Map.of("renderfarm.worker.retry.first-wait", "0s"))
                        .check())
                .hasMessage("renderfarm.worker.retry.first-wait must be positive: 0");
    }

    @Test
    void shouldNameTheLevelsWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> read(WorkerConfig.class, Map.of("renderfarm.worker.picture-checks", "not-found"))
                        .check())
                .hasMessageContaining("renderfarm.worker.picture-checks: no check is called not_found");
        assertThatThrownBy(() -> read(WorkerConfig.class, Map.of("renderfarm.worker.png-level", "best")))
                .hasMessageContaining("renderfarm.worker.png-level")
                .hasMessageContaining("allowed values")
                .hasMessageContaining("balanced");
    }

    private static <T> T read(Class<T> mapping, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(given);
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withMappingIgnore("renderfarm.**")
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, (Converter<Duration>) WorkerConfigTest::duration)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(mapping);
    }

    private static Duration duration(String text) {
        return io.quarkus.runtime.configuration.DurationConverter.parseDuration(text);
    }
}
