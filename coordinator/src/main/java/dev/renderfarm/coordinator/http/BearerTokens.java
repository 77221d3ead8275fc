package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.AccessDecision;
import dev.renderfarm.coordinator.access.TokenClaims;
import dev.renderfarm.coordinator.tokens.IssuerUnavailableException;
import dev.renderfarm.coordinator.tokens.SignedTokens;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has tokens looked at on a thread that may wait, while nothing is read of the request's body. */
@ApplicationScoped
class BearerTokens {

    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final Optional<SignedTokens> tokens;
    private final TokenClaims claims;

    /** @param tokens empty where none are taken */
    BearerTokens(Optional<SignedTokens> tokens, TokenClaims claims) {
        this.tokens = tokens;
        this.claims = claims;
    }

    /** Whether the operator has named an issuer. */
    boolean areTaken() {
        return tokens.isPresent();
    }

    /** @param then called once, on the thread of the exchange: empty where the token is not good */
    void verify(RoutingContext exchange, String token, Consumer<Optional<AccessDecision>> then) {
        exchange.request().pause();
        exchange.vertx()
                .<Optional<AccessDecision>>executeBlocking(() -> decided(token), false)
                .onComplete(decided -> {
                    if (decided.failed()) {
                        LOG.atError().setCause(decided.cause()).log("a token could not be looked at");
                    }
                    exchange.request().resume();
                    then.accept(decided.succeeded() ? decided.result() : Optional.empty());
                });
    }

    Optional<AccessDecision> decided(String token) throws InterruptedException {
        try {
            return tokens.isEmpty()
                    ? Optional.empty()
                    : tokens.get().claims(token).map(claims::decide);
        } catch (IssuerUnavailableException e) {
            return Optional.of(new AccessDecision.Refused(
                    FailureCode.ISSUER_UNAVAILABLE,
                    "the issuer of tokens that this farm trusts cannot be asked for its keys now: try again in a while, or"
                            + " send an API key",
                    TRY_AGAIN));
        }
    }
}
