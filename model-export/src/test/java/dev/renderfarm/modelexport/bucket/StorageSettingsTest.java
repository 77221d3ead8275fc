package dev.renderfarm.modelexport.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {

    private static final Map<String, String> FILE = Map.of(
            "renderfarm.storage.endpoint", "http://127.0.0.1:1234",
            "renderfarm.storage.access-key", "file's",
            "renderfarm.storage.secret-key", "file's");

    @Test
    void shouldTakeTheEnvironmentBeforeTheFile() {
        // When
        var settings = new StorageSettings(Map.of("RENDERFARM_STORAGE_SECRET_KEY", "mine"), FILE).of("shop", 4);
        // Then
        assertThat(settings.endpoint()).hasToString("http://127.0.0.1:1234");
        assertThat(settings.accessKey()).isEqualTo("file's");
        assertThat(settings.secretKey()).isEqualTo("mine");
        assertThat(settings.bucket()).isEqualTo("shop");
    }

    @Test
    void shouldNameTheVariableWhenAKeyIsMissing() {
        // Given
        var file = new HashMap<>(FILE);
        file.remove("renderfarm.storage.secret-key");
        // When / Then
        assertThatThrownBy(() -> new StorageSettings(Map.of(), file).of("shop", 4))
                .hasMessageContaining("set RENDERFARM_STORAGE_SECRET_KEY");
    }

    @Test
    void shouldNameTheEndpointWhenItIsNoAddress() {
        assertThatThrownBy(() ->
                        new StorageSettings(Map.of("RENDERFARM_STORAGE_ENDPOINT", "s3.example"), FILE).of("shop", 4))
                .hasMessageContaining("renderfarm.storage.endpoint")
                .hasMessageContaining("not an http or https address: s3.example");
    }
}
