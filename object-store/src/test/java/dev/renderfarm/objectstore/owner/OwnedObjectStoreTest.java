package dev.renderfarm.objectstore.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnedObjectStoreTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final FarmId MINE = new FarmId("farm_mine");

    private final ManualTime time = new ManualTime(NOON);
    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final BucketMark mark = new BucketMark(bucket);
    private Optional<FarmId> owner = Optional.of(MINE);
    private final OwnedObjectStore store = new OwnedObjectStore(bucket, () -> owner, time);

    @BeforeEach
    void mark() {
        mark.write(farm(MINE));
    }

    @Test
    void shouldReadAndWriteWhenTheBucketIsTheFarms() {
        store.put("a", new byte[1], "text/plain", Map.of());
        assertThat(store.stat("a")).isPresent();
        assertThat(store.stat("b")).isEmpty();
        assertThat(store.holdsAny("a")).isTrue();
        assertThat(store.list("a", "")).toIterable().containsExactly("a");
        assertThat(store.hasBucket()).isTrue();
        assertThatThrownBy(() -> store.get("b")).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void shouldTakeNothingForLostWhenTheBucketWasReplacedByAnEmptyOne() {
        // Given
        var empty = new InMemoryObjectStore();
        var replaced = new OwnedObjectStore(empty, () -> owner, time);
        // Then
        assertAway(() -> replaced.stat("a"), "has no farm.json");
        assertAway(() -> replaced.get("a"), "has no farm.json");
        assertAway(() -> replaced.list("a", ""), "has no farm.json");
        assertAway(replaced::hasBucket, "has no farm.json");
        assertAway(() -> replaced.put("a", new byte[1], "text/plain", Map.of()), "has no farm.json");
        assertAway(() -> replaced.putIfAbsent("a", new byte[1], "text/plain"), "has no farm.json");
        assertAway(replaced::ensureBucket, "has no farm.json");
        assertThat(empty.keys()).isEmpty();
        assertThat(empty.hasBucket()).isFalse();
    }

    @Test
    void shouldNoticeWithinSecondsWhenTheBucketBecomesAnotherFarmsAndIsBackAgain() {
        // Given
        store.put("a", new byte[1], "text/plain", Map.of());
        mark.write(farm(new FarmId("farm_other")));
        // When
        time.advance(Duration.ofSeconds(2));
        // Then
        assertAway(() -> store.put("b", new byte[1], "text/plain", Map.of()), "belongs to farm_other");
        assertAway(() -> store.stat("c"), "not to farm_mine");
        assertThat(bucket.keys()).doesNotContain("b");
        // When
        mark.write(farm(MINE));
        // Then
        store.put("b", new byte[1], "text/plain", Map.of());
        assertThat(bucket.keys()).contains("b");
    }

    @Test
    void shouldNotTakeItsOwnForLostWhenTheMarkWasTrustedAMomentAgo() {
        store.put("a", new byte[1], "text/plain", Map.of());
        mark.write(farm(new FarmId("farm_other")));
        assertAway(() -> store.stat("b"), "belongs to farm_other");
    }

    @Test
    void shouldLookAtTheMarkOnceWhenMuchIsWrittenInAMoment() {
        // Given
        List<String> calls = new ArrayList<>();
        bucket.failWith(key -> {
            calls.add(key);
            return Optional.empty();
        });
        // When
        for (String key : List.of("a", "b", "c")) {
            store.put(key, new byte[1], "text/plain", Map.of());
        }
        // Then
        assertThat(calls).containsExactly("farm.json", "a", "b", "c");
    }

    @Test
    void shouldTouchNothingWhileItIsNotKnownWhoseTheBucketIs() {
        owner = Optional.empty();
        assertAway(() -> store.put("a", new byte[1], "text/plain", Map.of()), "not been compared yet");
        assertThat(bucket.keys()).containsExactly("farm.json");
    }

    private static void assertAway(ThrowingCallable call, String reason) {
        assertThatThrownBy(call).isInstanceOf(StorageUnavailableException.class).hasMessageContaining(reason);
    }

    private static FarmIdentity farm(FarmId id) {
        return new FarmIdentity(id, FarmName.DEFAULT, "renderfarm-ledger", "pictures", NOON, true);
    }
}
