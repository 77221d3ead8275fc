package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.AccessDecision;
import dev.renderfarm.coordinator.access.Attempt;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.access.Credentials;
import dev.renderfarm.coordinator.access.Gate;
import dev.renderfarm.coordinator.access.LocalName;
import dev.renderfarm.coordinator.config.AccessConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Has the gate decide of every request for the API, before its body is read, and ends streams whose key counts no more. What
 * may be had without a key is the web app's files, health and the contract; what slips by under an odd path meets {@link
 * RoleFilter}, which goes by the route that was found.
 */
@ApplicationScoped
public class AccessFilter {

    static final int THIRD = CallerFilter.SECOND - 1;

    /** What a browser keeps of a session. */
    public static final String COOKIE = "renderfarm_session";

    private static final String CALLER = "renderfarm.caller";
    private static final String OPEN = "renderfarm.open";
    private static final String METRICS = "/q/metrics";
    /** For autoscalers, which read a number there as they do in metrics. */
    private static final String AUTOSCALE = "/v1/autoscale";

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Pattern ODD = Pattern.compile(";[^/]*");
    private static final Pattern API = Pattern.compile("/+v1(/.*)?");
    private static final Pattern STREAMS = Pattern.compile("/+v1(/.*)?/(events|archive\\.zip)/*");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> PROXIES = Set.of(
            "forwarded",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip");

    private final Gate gate;
    private final BearerTokens tokens;
    private final Credentials credentials;
    private final boolean openMetrics;

    AccessFilter(Gate gate, BearerTokens tokens, Credentials credentials, AccessConfig config) {
        this.gate = gate;
        this.tokens = tokens;
        this.credentials = credentials;
        this.openMetrics = config.openMetrics();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, THIRD);
    }

    /** Who asks; empty where nobody was asked who he is. */
    public static Optional<Caller> caller(RoutingContext exchange) {
        return Optional.ofNullable(exchange.get(CALLER));
    }

    /** Whether it asks for a number that is as open as metrics are. */
    static boolean isOpen(RoutingContext exchange) {
        return exchange.get(OPEN) != null;
    }

    private void check(RoutingContext exchange) {
        String path;
        try {
            path = ODD.matcher(exchange.normalizedPath()).replaceAll("");
        } catch (IllegalArgumentException e) {
            exchange.fail(400, e);
            return;
        }
        if (openMetrics
                && path.equals(AUTOSCALE)
                && !exchange.request().headers().contains("authorization")) {
            exchange.put(OPEN, true);
            exchange.next();
            return;
        }
        boolean guarded = API.matcher(path).matches() || !openMetrics && path.startsWith(METRICS);
        if (!guarded) {
            exchange.next();
            return;
        }
        Attempt attempt = attempt(exchange);
        Optional<String> token = tokens.areTaken() ? Gate.token(attempt) : Optional.empty();
        if (token.isPresent()) {
            tokens.verify(exchange, token.get(), verified -> carryOut(exchange, path, gate.decide(attempt, verified)));
        } else {
            carryOut(exchange, path, gate.decide(attempt));
        }
    }

    private void carryOut(RoutingContext exchange, String path, AccessDecision decision) {
        decision.fold(admitted -> admit(exchange, admitted.caller(), path), refused -> refuse(exchange, refused));
    }

    private void admit(RoutingContext exchange, Caller caller, String path) {
        exchange.put(CALLER, caller);
        if (caller.isKnown() && STREAMS.matcher(path).matches()) {
            long timer = exchange.vertx().setPeriodic(LOOK.toMillis(), tick -> {
                if (!credentials.stillCounts(caller)) {
                    Connections.cut(exchange.request());
                }
            });
            exchange.addEndHandler(done -> exchange.vertx().cancelTimer(timer));
        }
        exchange.next();
    }

    private static void refuse(RoutingContext exchange, AccessDecision.Refused refused) {
        if (refused.code() == FailureCode.INVALID_API_KEY) {
            exchange.response().putHeader("www-authenticate", "Bearer");
        }
        if (refused.after() != null) {
            exchange.response()
                    .putHeader(
                            "retry-after",
                            String.valueOf(Math.max(1, refused.after().toSeconds() + 1)));
        }
        EarlyAnswer.refuse(exchange, refused.code(), null, refused.message());
    }

    private static Attempt attempt(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        SocketAddress from = request.remoteAddress();
        Cookie cookie = request.getCookie(COOKIE);
        return new Attempt(
                from == null ? "unknown" : String.valueOf(from.hostAddress()),
                LocalName.is(request.getHeader("host")) && PROXIES.stream().noneMatch(request.headers()::contains),
                request.headers().getAll("authorization"),
                cookie == null ? null : cookie.getValue(),
                !SAFE.contains(request.method().name()),
                "same-origin".equals(request.getHeader("sec-fetch-site")) || isOwnOrigin(request));
    }

    private static boolean isOwnOrigin(HttpServerRequest request) {
        String origin = request.getHeader("origin");
        String host = request.getHeader("host");
        return origin != null
                && host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }
}
