package dev.renderfarm.coordinator.keys;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDeskTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final KeyRing ring = new KeyRing(now::get);
    private final FakeKeyPublisher topic = new FakeKeyPublisher();
    private final KeyDesk desk = new KeyDesk(ring, topic, now::get, new Random(7));

    private KeyView make(String role) throws InterruptedException {
        return desk.create(new KeyRequest("k", "shop-a", role, null), Caller.LOCAL);
    }

    private static KeySecret secret(KeyView made) {
        return KeySecret.parse(String.valueOf(made.secret())).orElseThrow();
    }

    @Test
    void shouldMakeAKeyThatCountsAndKeepNoSecretOfIt() throws InterruptedException {
        // When
        KeyView made = make("submitter");
        // Then
        Caller caller = ring.caller(secret(made)).orElseThrow();
        assertThat(caller.tenant()).isEqualTo(new TenantName("shop-a"));
        assertThat(caller.role()).isEqualTo(Role.SUBMITTER);
        assertThat(topic.records().toString()).doesNotContain(String.valueOf(made.secret()));
        assertThat(desk.list()).extracting(KeyView::secret).containsOnlyNulls();
    }

    @Test
    void shouldLetNobodyInWhoKnowsOnlyTheId() throws InterruptedException {
        String text = String.valueOf(make("admin").secret());
        KeySecret other =
                KeySecret.parse(text.substring(0, 19) + "A".repeat(43)).orElseThrow();
        assertThat(ring.caller(other)).isEmpty();
    }

    @Test
    void shouldEndAKeyWhenItExpires() throws InterruptedException {
        // Given
        KeyView made = desk.create(new KeyRequest("k", null, "viewer", 60L), Caller.LOCAL);
        Caller caller = ring.caller(secret(made)).orElseThrow();
        // When
        now.set(NOON.plusSeconds(60));
        // Then
        assertThat(ring.caller(secret(made))).isEmpty();
        assertThat(ring.stillCounts(caller)).isFalse();
    }

    @Test
    void shouldEndAKeyAndItsSessionsWhenItIsRevoked() throws InterruptedException {
        // Given
        KeyView made = make("viewer");
        KeyDesk.Session session = desk.open(ring.caller(secret(made)).orElseThrow());
        Caller inBrowser = ring.caller(session.secret()).orElseThrow();
        // When
        desk.revoke(made.id(), Caller.LOCAL);
        // Then
        assertThat(ring.caller(secret(made))).isEmpty();
        assertThat(ring.caller(session.secret())).isEmpty();
        assertThat(ring.stillCounts(inBrowser)).isFalse();
        assertThat(desk.list()).extracting(KeyView::revokedAt).containsExactly(NOON);
    }

    @Test
    void shouldStayRevokedWhateverComesLate() throws InterruptedException {
        // Given
        KeyView made = make("viewer");
        var before = ring.find(made.id()).orElseThrow();
        desk.revoke(made.id(), Caller.LOCAL);
        // When
        ring.put(before);
        // Then
        assertThat(ring.caller(secret(made))).isEmpty();
    }

    @Test
    void shouldKeepTheLastKeyOfAnAdmin() throws InterruptedException {
        KeyView first = make("admin");
        make("operator");
        refused(() -> desk.revoke(first.id(), Caller.LOCAL), FailureCode.CONFLICT);
        KeyView second = make("admin");
        desk.revoke(first.id(), Caller.LOCAL);
        refused(() -> desk.revoke(second.id(), Caller.LOCAL), FailureCode.CONFLICT);
        assertThat(ring.caller(secret(second))).isPresent();
    }

    @Test
    void shouldOpenSoManySessionsOfAKeyAndNoMore() throws InterruptedException {
        // Given
        Caller caller = ring.caller(secret(make("viewer"))).orElseThrow();
        KeyDesk.Session oldest = desk.open(caller);
        // When
        for (int i = 0; i < KeyDesk.MOST_SESSIONS_OF_A_KEY; i++) {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            desk.open(caller);
        }
        // Then
        assertThat(ring.caller(oldest.secret())).isEmpty();
        assertThat(ring.sessions(requireNonNull(caller.key()))).hasSize(KeyDesk.MOST_SESSIONS_OF_A_KEY);
    }

    @Test
    void shouldForgetSessionsThatHaveEndedWhenItsRoundComesAndNotWhileSomebodyWaits() throws InterruptedException {
        // Given
        Caller caller = ring.caller(secret(make("viewer"))).orElseThrow();
        KeyId ended = desk.open(caller).view().id();
        now.set(NOON.plus(KeyDesk.SESSION).plusSeconds(1));
        KeyId open = desk.open(caller).view().id();
        assertThat(topic.records()).doesNotContain(ended);
        // When
        desk.forgetEnded();
        // Then
        assertThat(topic.records()).contains(ended).doesNotContain(open);
    }

    @Test
    void shouldForgetKeysThatEndedLongAgoAndNoneThatCountsOrCameFirst() throws InterruptedException {
        // Given
        Caller admin = ring.caller(secret(make("admin"))).orElseThrow();
        KeyId first = make("viewer").id();
        KeyId revoked =
                desk.create(new KeyRequest("k", null, "viewer", null), admin).id();
        KeyId expired =
                desk.create(new KeyRequest("k", null, "viewer", 60L), admin).id();
        KeyId counts =
                desk.create(new KeyRequest("k", null, "viewer", null), admin).id();
        desk.revoke(first, admin);
        desk.revoke(revoked, admin);
        now.set(NOON.plus(KeyDesk.REMEMBERED));
        desk.forgetEnded();
        assertThat(desk.list()).hasSize(5);
        // When
        now.set(NOON.plus(KeyDesk.REMEMBERED).plusSeconds(61));
        desk.forgetEnded();
        // Then: one that nobody's key has made is remembered, since it may be given again at a start
        assertThat(topic.records()).contains(revoked, expired).doesNotContain(first, counts);
        assertThat(desk.list()).extracting(KeyView::id).containsExactlyInAnyOrder(admin.key(), first, counts);
    }

    @Test
    void shouldOpenNoSessionWithoutAKeyOrFromASession() throws InterruptedException {
        refused(() -> desk.open(Caller.LOCAL), FailureCode.CONFLICT);
        Caller caller = ring.caller(secret(make("viewer"))).orElseThrow();
        Caller session = ring.caller(desk.open(caller).secret()).orElseThrow();
        refused(() -> desk.open(session), FailureCode.CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({
        ", shop-a, viewer, , name",
        "' ', shop-a, viewer, , name",
        "k, Shop A, viewer, , tenant",
        "k, shop-a, , , role",
        "k, shop-a, root, , role",
        "k, shop-a, viewer, 59, expires_after",
        "k, shop-a, viewer, 315360001, expires_after"
    })
    void shouldSayWhichFieldIsWrong(String name, String tenant, String role, Long seconds, String field) {
        assertThatThrownBy(() -> desk.create(new KeyRequest(name, tenant, role, seconds), Caller.LOCAL))
                .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> assertThat(refusal.param())
                        .isEqualTo(field));
    }

    @Test
    void shouldMakeNothingWhenTheBrokerIsAway() {
        topic.setAvailable(false);
        assertThatThrownBy(() -> make("admin")).isInstanceOf(BrokerUnavailableException.class);
        assertThat(ring.made()).isEmpty();
    }

    @Test
    void shouldTellTheLastUseOnceAnHour() throws InterruptedException {
        // Given
        KeySecret secret = secret(make("viewer"));
        now.set(NOON.plusSeconds(90));
        ring.caller(secret);
        // When
        var told = ring.untold(Duration.ofHours(1));
        told.forEach(ring::put);
        // Then
        assertThat(told).extracting(use -> use.usedAt()).containsExactly(NOON);
        ring.caller(secret);
        assertThat(ring.untold(Duration.ofHours(1))).isEmpty();
        now.set(NOON.plusSeconds(3_700));
        ring.caller(secret);
        assertThat(ring.untold(Duration.ofHours(1))).hasSize(1);
    }

    @Test
    void shouldShowTheFirstKeyOnce() throws InterruptedException {
        // Given
        AtomicReference<String> shown = new AtomicReference<>("");
        FirstKey first = new FirstKey(ring, desk, Optional.empty(), now::get, new Random(3), shown::set);
        // When
        first.ensure();
        assertThat(shown.get()).as("before it is on the topic").isEmpty();
        topic.records().forEach(record -> first.read((StoredKey) record));
        String secret = shown.getAndSet("");
        first.ensure();
        // Then
        assertThat(ring.caller(KeySecret.parse(secret).orElseThrow()))
                .hasValueSatisfying(caller -> assertThat(caller.role()).isEqualTo(Role.ADMIN));
        assertThat(shown.get()).isEmpty();
    }

    @Test
    void shouldHaveOneFirstKeyWhenTwoCoordinatorsDrawAtTheSameTime() throws InterruptedException {
        // Given
        List<String> shown = new ArrayList<>();
        KeyRing otherRing = new KeyRing(now::get);
        var first = new FirstKey(ring, desk, Optional.empty(), now::get, new Random(3), shown::add);
        var other = new FirstKey(
                otherRing,
                new KeyDesk(otherRing, topic, now::get, new Random(8)),
                Optional.empty(),
                now::get,
                new Random(4),
                shown::add);
        // When
        first.ensure();
        other.ensure();
        for (Object record : topic.records()) {
            StoredKey key = (StoredKey) record;
            ring.put(key);
            first.read(key);
            otherRing.put(key);
            other.read(key);
        }
        // Then
        assertThat(shown).hasSize(1);
        List<Object> records = topic.records();
        assertThat(records).hasSize(3).last().isEqualTo(((StoredKey) records.get(1)).id());
        ring.remove((KeyId) records.get(2));
        KeySecret left = KeySecret.parse(shown.get(0)).orElseThrow();
        assertThat(ring.caller(left)).isPresent();
        assertThat(otherRing.caller(left)).isPresent();
        assertThat(ring.made()).hasSize(1);
        assertThat(otherRing.made()).hasSize(1);
    }

    @Test
    void shouldSendTheFirstKeyAgainWhenItMayNotHaveArrived() throws InterruptedException {
        // Given
        List<String> shown = new ArrayList<>();
        var first = new FirstKey(ring, desk, Optional.empty(), now::get, new Random(3), shown::add);
        topic.setAvailable(false);
        assertThatThrownBy(first::ensure).isInstanceOf(BrokerUnavailableException.class);
        topic.setAvailable(true);
        // When
        first.ensure();
        // Then: by the name that it had
        KeyId name = KeySecret.random(new Random(3)).id();
        assertThat(topic.records())
                .singleElement()
                .extracting(record -> ((StoredKey) record).id())
                .isEqualTo(name);
        first.read((StoredKey) topic.records().get(0));
        assertThat(shown).hasSize(1);
    }

    @Test
    void shouldTakeTheGivenFirstKeyAndShowNone() throws InterruptedException {
        // Given
        KeySecret given = KeySecret.random(new Random(5));
        FirstKey first = new FirstKey(ring, desk, Optional.of(given), now::get, new Random(3), shown -> {
            throw new AssertionError(shown);
        });
        // When
        first.ensure();
        first.ensure();
        // Then
        assertThat(ring.caller(given)).isPresent();
        assertThat(topic.records()).hasSize(1);
    }

    private static void refused(Attempted attempted, FailureCode code) {
        assertThatThrownBy(attempted::run)
                .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }

    private interface Attempted {
        void run() throws InterruptedException;
    }
}
