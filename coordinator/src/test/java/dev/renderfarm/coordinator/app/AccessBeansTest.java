package dev.renderfarm.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.coordinator.config.AccessConfig;
import dev.renderfarm.coordinator.config.AccessConfig.Keys;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessBeansTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "http://localhost:8080", "http://127.0.0.1:8080/", "http://[::1]:8080"})
    void shouldAskForNoKeyWhenNobodyElseReachesTheFarm(String publicUrl) {
        assertThat(AccessBeans.isKeyed(Keys.AUTO, "127.0.0.1", Optional.of(publicUrl), false))
                .isFalse();
        assertThat(AccessBeans.isKeyed(Keys.AUTO, "127.0.0.1", Optional.empty(), false))
                .isFalse();
    }

    /** A proxy may ask by the machine's own name, and say nothing of itself. */
    @ParameterizedTest
    @CsvSource({
        "ALWAYS, 127.0.0.1, '', false",
        "AUTO, 0.0.0.0, '', false",
        "AUTO, 127.0.0.1, https://farm.example, false",
        "AUTO, 127.0.0.1, http://10.0.0.7:8080/farm, false",
        "AUTO, 127.0.0.1, https://localhost.farm.example, false",
        "AUTO, 127.0.0.1, '', true"
    })
    void shouldAskForAKeyWhenOthersReachTheFarm(Keys keys, String host, String publicUrl, boolean behindProxy) {
        assertThat(AccessBeans.isKeyed(keys, host, Optional.of(publicUrl), behindProxy))
                .isTrue();
    }

    @Test
    void shouldTakeNoTokensUnlessTheOperatorSaysSo() {
        var beans = new AccessBeans();
        assertThat(beans.tokens(config(Map.of()))).isEmpty();
        assertThat(beans.tokens(config(Map.of(
                        "renderfarm.access.oidc.enabled", "true",
                        "renderfarm.access.oidc.issuer", "https://login.example",
                        "renderfarm.access.oidc.audience", "a,b"))))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "audience"})
    void shouldNotStartWhenItIsNotSaidWhoseTokensCount(String given) {
        AccessConfig config = config(Map.of(
                "renderfarm.access.oidc.enabled", "true", "renderfarm.access.oidc." + given, "https://login.example"));
        assertThatThrownBy(() -> new AccessBeans().claims(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("renderfarm.access.oidc.issuer")
                .hasMessageContaining("renderfarm.access.oidc.audience");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://login.example", "login.example", "ftp://localhost", "http://localhost@login.example"})
    void shouldNotStartWhenOthersCouldGiveKeysForTheIssuers(String issuer) {
        AccessConfig config = config(Map.of(
                "renderfarm.access.oidc.enabled", "true",
                "renderfarm.access.oidc.issuer", issuer,
                "renderfarm.access.oidc.audience", "a"));
        assertThatThrownBy(() -> new AccessBeans().claims(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("renderfarm.access.oidc.issuer is " + issuer);
    }

    private static AccessConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(AccessConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(AccessConfig.class);
    }

    @Test
    void shouldAskForAKeyWhenTheAddressIsNone() {
        assertThat(AccessBeans.isKeyed(Keys.AUTO, "127.0.0.1", Optional.of("https://a b"), false))
                .isTrue();
    }
}
