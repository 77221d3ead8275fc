package dev.renderfarm.coordinator.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final int WRONG = 3;
    private static final int BURST = 5;

    private final KeySecret right = KeySecret.random(new Random(1));
    private final Caller caller = new Caller(right.id(), null, "k", new TenantName("shop-a"), Role.SUBMITTER, null);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T12:00:00Z"));
    private boolean known = true;

    private final Credentials credentials = new Credentials() {
        @Override
        public boolean areKnown() {
            return known;
        }

        @Override
        public Optional<Caller> caller(KeySecret secret) {
            return secret.text().equals(right.text()) ? Optional.of(caller) : Optional.empty();
        }

        @Override
        public boolean stillCounts(Caller asked) {
            return true;
        }
    };

    private Gate gate(boolean keyed) {
        return new Gate(
                keyed, credentials, new RequestPace(1, BURST, 10, now::get), new RequestPace(1, WRONG, 10, now::get));
    }

    private static Attempt attempt(boolean local, String... authorizations) {
        return new Attempt("10.0.0.1", local, List.of(authorizations), null, false, false);
    }

    private static Attempt cookie(@Nullable String value, boolean changes, boolean ownPage) {
        return new Attempt("10.0.0.1", false, List.of(), value, changes, ownPage);
    }

    private static String code(AccessDecision decision) {
        AtomicReference<String> code = new AtomicReference<>();
        decision.fold(
                admitted -> code.set(admitted.caller().name()),
                refused -> code.set(refused.code().wireName()));
        return requireNonNull(code.get());
    }

    @Test
    void shouldAskNobodyAtTheFarmsOwnMachineWhereItIsKeyless() {
        Gate gate = gate(false);
        assertThat(code(gate.decide(attempt(true)))).isEqualTo("local");
        assertThat(code(gate.decide(attempt(true, "Bearer none")))).isEqualTo("local");
        assertThat(code(gate.decide(attempt(true, "Bearer " + right.text())))).isEqualTo("k");
        assertThat(code(gate.decide(attempt(false)))).isEqualTo("invalid_api_key");
    }

    @Test
    void shouldAskEverybodyWhereItIsKeyed() {
        Gate gate = gate(true);
        assertThat(code(gate.decide(attempt(true)))).isEqualTo("invalid_api_key");
        assertThat(code(gate.decide(attempt(false, "Bearer " + right.text())))).isEqualTo("k");
        assertThat(code(gate.decide(attempt(false, "bearer  " + right.text() + " "))))
                .isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic cmZfOnJmXw==",
                "Bearer rf_",
                "Bearer null",
                "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ."
            })
    void shouldTakeNothingForAKeyThatIsNone(String authorization) {
        assertThat(code(gate(true).decide(attempt(true, authorization)))).isEqualTo("invalid_api_key");
    }

    @Test
    void shouldJudgeTokensAsItDoesKeys() {
        // Given
        Gate gate = gate(true);
        Attempt attempt = attempt(true, "Bearer a.b.c");
        var anna = Caller.ofToken("1", "anna", new TenantName("shop-a"), Role.VIEWER, requireNonNull(now.get()));
        Optional<AccessDecision> good = Optional.of(new AccessDecision.Admitted(anna));
        Optional<AccessDecision> lacking = Optional.of(new AccessDecision.Refused(FailureCode.FORBIDDEN, "no role"));
        // Then: a good one is paced by its subject
        for (int i = 0; i < BURST; i++) {
            assertThat(code(gate.decide(attempt, good))).isEqualTo("anna");
        }
        assertThat(code(gate.decide(attempt, good))).isEqualTo("rate_limit_exceeded");
        assertThat(code(gate.decide(attempt(true, "Bearer " + right.text())))).isEqualTo("k");
        assertThat(code(gate.decide(attempt, lacking))).isEqualTo("forbidden");
        // and wrong ones are slowed down
        for (int i = 0; i < WRONG; i++) {
            assertThat(code(gate.decide(attempt, Optional.empty()))).isEqualTo("invalid_api_key");
        }
        assertThat(code(gate.decide(attempt, Optional.empty()))).isEqualTo("rate_limit_exceeded");
        assertThat(code(gate(false).decide(attempt, Optional.empty()))).isEqualTo("local");
        assertThat(code(gate(false).decide(attempt, good))).isEqualTo("anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer a.b", "Bearer a.b.c.d", "Bearer a b.c.d", "Basic a.b.c", "Bearer a.b.c=", "Bearer .b.c"})
    void shouldTakeNothingElseForAToken(String authorization) {
        assertThat(Gate.token(attempt(true, authorization))).isEmpty();
        assertThat(Gate.token(attempt(true, "Bearer a.b.c", "Bearer a.b.c"))).isEmpty();
        assertThat(Gate.token(attempt(true, "bearer  a.b."))).hasValue("a.b.");
    }

    @Test
    void shouldTakeNoTwoHeaders() {
        String bearer = "Bearer " + right.text();
        assertThat(code(gate(true).decide(attempt(true, bearer, bearer)))).isEqualTo("invalid_api_key");
    }

    @Test
    void shouldWaitUntilTheKeysAreKnown() {
        known = false;
        assertThat(code(gate(true).decide(attempt(true, "Bearer " + right.text()))))
                .isEqualTo(FailureCode.BROKER_UNAVAILABLE.wireName());
        assertThat(code(gate(false).decide(attempt(true)))).isEqualTo("local");
    }

    @Test
    void shouldSlowDownGuessersAndNotTheHoldersOfKeys() {
        // Given
        Gate gate = gate(true);
        Random random = new Random(2);
        for (int i = 0; i < WRONG; i++) {
            assertThat(code(gate.decide(
                            attempt(false, "Bearer " + KeySecret.random(random).text()))))
                    .isEqualTo("invalid_api_key");
        }
        // When
        String next = code(
                gate.decide(attempt(false, "Bearer " + KeySecret.random(random).text())));
        // Then
        assertThat(next).isEqualTo("rate_limit_exceeded");
        assertThat(code(gate.decide(attempt(false, "Bearer " + right.text())))).isEqualTo("k");
        now.updateAndGet(instant -> instant.plusSeconds(1));
        assertThat(code(gate.decide(attempt(false, "Bearer x")))).isEqualTo("invalid_api_key");
    }

    @Test
    void shouldCountGuessesAtOneKeyFromAllAddressesTogether() {
        Gate gate = gate(true);
        String guess = "Bearer " + right.text().substring(0, 19) + "A".repeat(43);
        for (int i = 0; i < WRONG; i++) {
            gate.decide(new Attempt("10.0.0." + i, false, List.of(guess), null, false, false));
        }
        assertThat(code(gate.decide(new Attempt("10.0.1.1", false, List.of(guess), null, false, false))))
                .isEqualTo("rate_limit_exceeded");
    }

    @Test
    void shouldHoldAKeyToItsPaceAndSayWhenItMayGoOn() {
        Gate gate = gate(true);
        Attempt attempt = attempt(false, "Bearer " + right.text());
        for (int i = 0; i < BURST; i++) {
            assertThat(code(gate.decide(attempt))).isEqualTo("k");
        }
        assertThat(gate.decide(attempt)).isInstanceOfSatisfying(AccessDecision.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(FailureCode.RATE_LIMIT_EXCEEDED);
            assertThat(refused.after()).hasSeconds(1);
        });
    }

    @Test
    void shouldLetASessionChangeThingsForPagesOfTheFarmAlone() {
        Gate gate = gate(true);
        assertThat(code(gate.decide(cookie(right.text(), false, false)))).isEqualTo("k");
        assertThat(code(gate.decide(cookie(right.text(), true, true)))).isEqualTo("k");
        assertThat(code(gate.decide(cookie(right.text(), true, false)))).isEqualTo("forbidden");
        assertThat(code(gate.decide(cookie("rf_x", false, true)))).isEqualTo("invalid_api_key");
    }

    @Test
    void shouldRememberSoManyNamesAndNoMore() {
        RequestPace pace = new RequestPace(1, 1, 10, now::get);
        for (int i = 0; i < 1_000; i++) {
            pace.take("10.0.0." + i);
        }
        assertThat(pace.size()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8080", "a.localhost", "127.0.0.1:80", "127.1.2.3", "[::1]:8080", "::1"})
    void shouldKnowItsOwnMachine(String host) {
        assertThat(LocalName.is(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.0.0.0",
                "10.1.2.3:8080",
                "::",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example#localhost",
                "[::2]:80",
                "localhost@evil.example",
                "128.0.0.1"
            })
    void shouldTakeNoOtherForIt(String host) {
        assertThat(LocalName.is(host)).isFalse();
    }
}
