package dev.renderfarm.coordinator.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignedTokensTest {

    private static final String ISSUER = "https://login.example/realms/shop";
    private static final TestIssuer ONE = TestIssuer.named(ISSUER, "one");
    private static final TestIssuer TWO = TestIssuer.named(ISSUER, "two");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T12:00:00Z"));
    private final Map<String, String> published = new HashMap<>(ONE.documents());
    private final AtomicInteger fetched = new AtomicInteger();
    private SignedTokens tokens = tokens();

    @BeforeEach
    void beginAnew() {
        tokens = tokens();
    }

    private SignedTokens tokens() {
        return new SignedTokens(
                ISSUER,
                List.of("others", TestIssuer.AUDIENCE),
                new IssuerKeys(ISSUER, this::document, now::get),
                now::get);
    }

    private byte[] document(URI address) throws IOException {
        fetched.incrementAndGet();
        String text = published.get(address.toString());
        if (text == null) {
            throw new IOException("made unavailable by the test");
        }
        return text.getBytes(UTF_8);
    }

    private long seconds() {
        return requireNonNull(now.get()).getEpochSecond();
    }

    @Test
    void shouldTellTheClaimsOfAGoodToken() throws Exception {
        Map<String, Object> claims = ONE.claims("viewer", seconds());
        assertThat(tokens.claims(ONE.signed(claims)))
                .hasValueSatisfying(
                        found -> assertThat(found).containsEntry("sub", "anna").containsEntry("tenant", "shop-a"));
        assertThat(tokens.claims(ONE.signed(TestIssuer.with(claims, "aud", List.of("x", TestIssuer.AUDIENCE)))))
                .isPresent();
    }

    @Test
    void shouldTellNothingOfTokensThatAreNotGood() {
        ONE.bad(seconds()).forEach((what, token) -> {
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(1)));
            assertThat(claims(token)).as(what).isEmpty();
        });
    }

    @Test
    void shouldEndWithTheToken() throws Exception {
        String token = ONE.signed(ONE.claims("viewer", seconds()));
        now.updateAndGet(time -> time.plusSeconds(629));
        assertThat(tokens.claims(token)).isPresent();
        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(tokens.claims(token)).isEmpty();
    }

    @Test
    void shouldFetchTheKeysWhenTheFirstTokenComesAndAgainWhenThereIsAnotherOne() throws Exception {
        // Given
        assertThat(fetched).hasValue(0);
        tokens.claims(ONE.signed(ONE.claims("viewer", seconds())));
        tokens.claims(ONE.signed(ONE.claims("viewer", seconds())));
        assertThat(fetched).hasValue(2);
        // When: the issuer has another key
        published.putAll(TWO.documents());
        now.updateAndGet(time -> time.plusSeconds(IssuerKeys.PAUSE_SECONDS));
        // Then
        assertThat(tokens.claims(TWO.signed(TWO.claims("viewer", seconds())))).isPresent();
        assertThat(tokens.claims(ONE.signed(ONE.claims("viewer", seconds())))).isEmpty();
    }

    @Test
    void shouldNotFetchMoreOftenHoweverManyTokensNameUnknownKeys() throws Exception {
        tokens.claims(ONE.signed(ONE.claims("viewer", seconds())));
        for (int i = 0; i < 50; i++) {
            tokens.claims(TWO.signed(TWO.claims("viewer", seconds())));
        }
        assertThat(fetched).hasValue(2);
        now.updateAndGet(time -> time.plusSeconds(IssuerKeys.PAUSE_SECONDS));
        tokens.claims(TWO.signed(TWO.claims("viewer", seconds())));
        tokens.claims(TWO.signed(TWO.claims("viewer", seconds())));
        assertThat(fetched).hasValue(4);
    }

    @Test
    void shouldGoOnWithWhatIsKnownWhileTheIssuerIsAway() throws Exception {
        tokens.claims(ONE.signed(ONE.claims("viewer", seconds())));
        published.clear();
        now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
        assertThat(tokens.claims(ONE.signed(ONE.claims("viewer", seconds())))).isPresent();
    }

    @Test
    void shouldSayThatItCannotTellWhileTheIssuerIsAwayAndItsKeyIsNotKnown() throws Exception {
        // Given
        published.clear();
        // Then
        assertThatThrownBy(() -> tokens.claims(ONE.signed(ONE.claims("viewer", seconds()))))
                .isInstanceOf(IssuerUnavailableException.class);
        // When: it comes back, and goes with another key
        published.putAll(ONE.documents());
        now.updateAndGet(time -> time.plusSeconds(IssuerKeys.PAUSE_SECONDS));
        assertThat(tokens.claims(ONE.signed(ONE.claims("viewer", seconds())))).isPresent();
        published.clear();
        now.updateAndGet(time -> time.plusSeconds(IssuerKeys.PAUSE_SECONDS));
        // Then
        assertThatThrownBy(() -> tokens.claims(TWO.signed(TWO.claims("viewer", seconds()))))
                .isInstanceOf(IssuerUnavailableException.class);
        assertThat(tokens.claims(ONE.signed(ONE.claims("viewer", seconds())))).isPresent();
    }

    @Test
    void shouldRefuseWhatNoIssuerSignsWhileTheIssuerIsAway() throws Exception {
        // Given
        published.clear();
        Map<String, Object> right = ONE.claims("admin", seconds());
        byte[] secret = "a secret of thirty-two characters".getBytes(UTF_8);
        Map<String, String> bad = ONE.bad(seconds());
        // Then
        assertThat(tokens.claims(ONE.hashed(right, secret))).isEmpty();
        for (String what : List.of(
                "expired",
                "without an end",
                "for somebody else",
                "of another issuer",
                "unsigned",
                "by the public key",
                "nothing")) {
            assertThat(tokens.claims(requireNonNull(bad.get(what)))).as(what).isEmpty();
        }
    }

    @Test
    void shouldTakeNoKeysWhenTheConfigurationIsNotTheIssuers() throws Exception {
        String configuration = ISSUER + "/.well-known/openid-configuration";
        for (Object wrong : List.of(
                Map.of("issuer", "https://evil.example", "jwks_uri", ISSUER + "/keys"),
                Map.of("issuer", ISSUER),
                Map.of("issuer", ISSUER, "jwks_uri", "http://login.example/realms/shop/keys"),
                Map.of("issuer", ISSUER, "jwks_uri", "no address"),
                List.of())) {
            published.put(configuration, Json.string(wrong));
            tokens = tokens();
            assertThat(letsIn(ONE.signed(ONE.claims("viewer", seconds()))))
                    .as(String.valueOf(wrong))
                    .isFalse();
        }
    }

    @Test
    void shouldTakeNoKeysWhenTheyCannotBeRead() throws Exception {
        for (String wrong :
                List.of("", "{", "[]", "{}", "{\"keys\":3}", "{\"keys\":[3]}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
            published.put(ISSUER + "/keys", wrong);
            tokens = tokens();
            assertThat(letsIn(ONE.signed(ONE.claims("viewer", seconds()))))
                    .as(wrong)
                    .isFalse();
        }
    }

    @Test
    void shouldTakeNoSharedSecretWhateverTheIssuerPublishes() {
        byte[] secret = "a secret of thirty-two characters".getBytes(UTF_8);
        published.put(
                ISSUER + "/keys",
                Json.string(Map.of("keys", List.of(Map.of("kty", "oct", "kid", "one", "k", TestIssuer.text(secret))))));
        assertThat(claims(ONE.hashed(ONE.claims("admin", seconds()), secret))).isEmpty();
    }

    private boolean letsIn(String token) throws InterruptedException {
        try {
            return tokens.claims(token).isPresent();
        } catch (IssuerUnavailableException e) {
            return false;
        }
    }

    private Optional<Map<String, Object>> claims(String token) {
        try {
            return tokens.claims(token);
        } catch (InterruptedException | IssuerUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
