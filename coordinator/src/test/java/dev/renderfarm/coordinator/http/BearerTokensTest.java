package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.AccessDecision;
import dev.renderfarm.coordinator.access.TokenClaims;
import dev.renderfarm.coordinator.tokens.IssuerKeys;
import dev.renderfarm.coordinator.tokens.SignedTokens;
import dev.renderfarm.coordinator.tokens.TestIssuer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BearerTokensTest {

    private static final String ISSUER = "https://login.example";
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-01-02T12:00:00Z"));

    private final TestIssuer issuer = TestIssuer.named(ISSUER, "one");
    private final IssuerKeys nowhere = new IssuerKeys(
            ISSUER,
            address -> {
                throw new IOException("made unavailable by the test");
            },
            NOW);
    private final BearerTokens tokens = new BearerTokens(
            Optional.of(new SignedTokens(ISSUER, List.of(TestIssuer.AUDIENCE), nowhere, NOW)),
            new TokenClaims(new TokenClaims.Names("sub", "tenant", "realm_access/roles", null), List.of()));

    @Test
    void shouldHaveItTriedAgainWhenOnlyAnIssuerThatIsAwayCouldTell() throws Exception {
        String token = issuer.signed(issuer.claims("viewer", NOW.instant().getEpochSecond()));
        assertThat(tokens.decided(token)).get().isInstanceOfSatisfying(AccessDecision.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(FailureCode.ISSUER_UNAVAILABLE);
            assertThat(refused.after()).isEqualTo(Duration.ofSeconds(10));
        });
        assertThat(tokens.decided("a.b.c")).isEmpty();
    }
}
