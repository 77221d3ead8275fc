package dev.renderfarm.coordinator.http;

import dev.renderfarm.coordinator.replicas.AskedBy;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link AskedBy} by the request that the thread answers. */
@ApplicationScoped
class RequestOrigin implements AskedBy {

    private static final Pattern PLAIN = Pattern.compile("[!-~]+( [!-~]+)*");

    private final CurrentVertxRequest current;

    RequestOrigin(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public boolean anotherReplica() {
        return request().map(request -> request.headers().contains(HEADER)).orElse(false);
    }

    /** What is no key anyway is not passed on. */
    @Override
    public Map<String, String> credentials() {
        return request()
                .flatMap(request -> header("Authorization", request.getHeader("authorization"))
                        .or(() -> cookie(request.getCookie(AccessFilter.COOKIE))))
                .orElse(Map.of());
    }

    private static Optional<Map<String, String>> cookie(@Nullable Cookie session) {
        return session == null ? Optional.empty() : header("Cookie", AccessFilter.COOKIE + "=" + session.getValue());
    }

    private static Optional<Map<String, String>> header(String name, @Nullable String value) {
        return value != null && PLAIN.matcher(value).matches() ? Optional.of(Map.of(name, value)) : Optional.empty();
    }

    private Optional<HttpServerRequest> request() {
        return Arc.container().requestContext().isActive() && current.getCurrent() != null
                ? Optional.of(current.getCurrent().request())
                : Optional.empty();
    }
}
