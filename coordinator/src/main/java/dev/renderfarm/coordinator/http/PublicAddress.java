package dev.renderfarm.coordinator.http;

import dev.renderfarm.coordinator.links.PublicUrl;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Under which address whoever asks can ask again. */
@Singleton
public class PublicAddress {

    private static final String PROPERTY = "renderfarm.public-url";

    private final Optional<String> configured;

    PublicAddress(@ConfigProperty(name = PROPERTY) Optional<String> configured) {
        this.configured = configured;
    }

    /** Refuses to start with an address that nobody could ask. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        try {
            configured();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(PROPERTY + " is \"" + configured.orElse("") + "\" and " + e.getMessage()
                    + ": set it to what users of the HTTP API ask, such as https://farm.example");
        }
    }

    /** The one that is configured, or else the one that the request came to. */
    public PublicUrl of(HttpServerRequest request) {
        return configured().orElseGet(() -> asked(request));
    }

    /** @throws IllegalArgumentException if it is no address */
    Optional<PublicUrl> configured() {
        return configured.map(PublicUrl::parse);
    }

    private static PublicUrl asked(HttpServerRequest request) {
        HostAndPort named = request.authority();
        try {
            return named == null ? reached(request) : PublicUrl.parse(request.scheme() + "://" + named);
        } catch (IllegalArgumentException e) {
            return reached(request);
        }
    }

    /** Of one who names no host. */
    private static PublicUrl reached(HttpServerRequest request) {
        SocketAddress here = request.localAddress();
        String host = here.hostAddress().contains(":") ? "[" + here.hostAddress() + "]" : here.hostAddress();
        return PublicUrl.parse(request.scheme() + "://" + host + ":" + here.port());
    }
}
