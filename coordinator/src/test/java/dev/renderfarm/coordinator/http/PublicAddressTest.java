package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicAddressTest {

    @Test
    void shouldBeWhatIsConfiguredWhateverIsAsked() {
        PublicAddress address = new PublicAddress(Optional.of("https://farm.example/"));
        address.check(new StartupEvent());
        assertThat(address.of(unread())).hasToString("https://farm.example");
    }

    @Test
    void shouldNameThePropertyAndWhatToWriteWhenItIsNoAddress() {
        PublicAddress address = new PublicAddress(Optional.of("farm.example"));
        assertThatThrownBy(() -> address.check(new StartupEvent()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "renderfarm.public-url is \"farm.example\" and must be http:// or https://, a host in ASCII,"
                                + " and where they are needed a port and a path, without user, query or fragment: set it to what"
                                + " users of the HTTP API ask, such as https://farm.example");
    }

    /** A request of which nothing is asked. */
    private static HttpServerRequest unread() {
        return (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });
    }
}
