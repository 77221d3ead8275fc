package dev.renderfarm.coordinator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.owner.BucketMark;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class FarmOwnershipTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final FarmSettings SETTINGS = settings("renderfarm", "pictures", null);

    private final FakeIdentityTopic topic = new FakeIdentityTopic();
    private final InMemoryObjectStore bucket = new InMemoryObjectStore();

    @Test
    void shouldMakeAndMarkTheBucketAndClaimTheTopicsWhenTheFarmIsNew() throws InterruptedException {
        FarmOwnership ownership = settled(SETTINGS);
        assertThat(ownership.refusal()).isEmpty();
        assertThat(ownership.problem()).isEmpty();
        assertThat(bucket.hasBucket()).isTrue();
        assertThat(topic.claims).containsExactly(marked());
        assertThat(ownership.farm()).hasValue(marked().id());
        assertThat(marked().claimed()).isTrue();
    }

    @Test
    void shouldChangeNothingWhenItStartsAgainOrBesideAnotherOfTheSameFarm() throws InterruptedException {
        FarmId first = settled(SETTINGS).farm().orElseThrow();
        FarmIdentity mark = marked();
        use();
        assertThat(settled(SETTINGS).farm()).hasValue(first);
        assertThat(marked()).isEqualTo(mark);
        assertThat(topic.claims).hasSize(1);
    }

    @Test
    void shouldJoinWhenAnotherOfTheSameFarmWasFirstInTheBucket() throws InterruptedException {
        // Given another coordinator that marks the bucket at the same moment
        bucket.ensureBucket();
        new BucketMark(bucket).write(farm("farm_other", "renderfarm", false));
        topic.beforeClaim = () -> topic.claims.add(farm("farm_other", "renderfarm", true));
        // When
        FarmOwnership ownership = settled(SETTINGS);
        // Then
        assertThat(ownership.farm()).hasValue(new FarmId("farm_other"));
        assertThat(marked()).isEqualTo(farm("farm_other", "renderfarm", true));
    }

    @Test
    void shouldRefuseWhenAnotherFarmWasFirstWithTheTopics() throws InterruptedException {
        // Given another farm with a bucket of its own that claims the topics at the same moment
        topic.beforeClaim = () -> topic.claims.add(farm("farm_other", "renderfarm", true));
        // When
        FarmOwnership ownership = settled(SETTINGS);
        // Then
        assertThat(ownership.farm()).isEmpty();
        assertThat(ownership.refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("farm_other"));
    }

    @Test
    void shouldGoOnWhenAFirstStartWasCutOff() throws InterruptedException {
        bucket.ensureBucket();
        new BucketMark(bucket).write(farm("farm_begun", "renderfarm", false));
        assertThat(settled(SETTINGS).farm()).hasValue(new FarmId("farm_begun"));
        assertThat(topic.claims).containsExactly(marked());
    }

    @Test
    void shouldAdoptAFarmOfTheFirstReleaseWhenTopicsAndBucketAreBothInUse() throws InterruptedException {
        topic.used = true;
        topic.ledgerKept = true;
        bucket.ensureBucket();
        use();
        assertThat(settled(SETTINGS).farm()).hasValue(marked().id());
    }

    @Test
    void shouldRefuseAndTouchNothingWhenTheTopicsAreThoseOfAFarmWithAnotherBucket() throws InterruptedException {
        // Given
        settled(SETTINGS);
        FarmIdentity first = topic.claims.get(0);
        var other = new InMemoryObjectStore();
        // When
        FarmOwnership second = settled(settings("renderfarm", "other", null), other);
        // Then
        assertThat(second.farm()).isEmpty();
        assertThat(second.refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .contains(
                        "the topics renderfarm.* belong to farm " + first.id(),
                        "with bucket \"pictures\"",
                        "bucket \"other\" does not exist",
                        "renderfarm.farm-name",
                        "renderfarm.storage.bucket",
                        "renderfarm.adopt=" + first.id()));
        assertThat(other.hasBucket()).isFalse();
        assertThat(topic.claims).hasSize(1);
    }

    @Test
    void shouldRefuseAndNameBothWhenTheBucketIsAnotherFarms() throws InterruptedException {
        settled(SETTINGS);
        new BucketMark(bucket).write(farm("farm_other", "shop", true));
        assertThat(settled(SETTINGS).refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .contains(topic.claims.get(0).id().value(), "belongs to farm farm_other (\"shop\""));
        assertThat(marked().id()).isEqualTo(new FarmId("farm_other"));
    }

    @Test
    void shouldRefuseWhenTheBucketOfAFarmMeetsNewTopics() throws InterruptedException {
        settled(SETTINGS);
        assertThat(settled(settings("shop", "pictures", null), bucket, new FakeIdentityTopic())
                        .refusal())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("bucket \"pictures\" belongs to farm", "the topics shop.* do not, they are new"));
    }

    @Test
    void shouldRefuseWhenOnlyOneSideOfAFarmOfTheFirstReleaseIsThere() throws InterruptedException {
        topic.used = true;
        topic.ledgerKept = true;
        assertThat(settled(SETTINGS).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("in use by a farm of release 0.1.0"));
        topic.used = false;
        bucket.ensureBucket();
        use();
        assertThat(settled(SETTINGS).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("holds uploads or batches"));
        assertThat(bucket.keys()).containsExactly("files/file-1");
        assertThat(topic.claims).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheLedgerIsCalledOtherwise() throws InterruptedException {
        settled(SETTINGS);
        var other = new FarmSettings(FarmName.DEFAULT, "mine", "pictures", Optional.empty());
        assertThat(settled(other).refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("whose ledger is \"renderfarm-ledger\"", "would be \"mine\""));
    }

    @Test
    void shouldRefuseToAdoptWhenTheLedgerOfTheFirstReleaseIsCalledOtherwise() throws InterruptedException {
        topic.used = true;
        bucket.ensureBucket();
        use();
        assertThat(settled(SETTINGS).refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("not by a ledger called \"renderfarm-ledger\""));
    }

    @Test
    void shouldNotMakeTheBucketAnewWhenItHasVanished() throws InterruptedException {
        settled(SETTINGS);
        var vanished = new InMemoryObjectStore();
        assertThat(settled(SETTINGS, vanished).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("bucket \"pictures\" does not exist"));
        assertThat(vanished.hasBucket()).isFalse();
    }

    @Test
    void shouldBindTheBucketWhenAnOperatorSaysSo() throws InterruptedException {
        FarmId farm = settled(SETTINGS).farm().orElseThrow();
        var restored = new InMemoryObjectStore();
        assertThat(settled(settings("renderfarm", "restored", farm.value()), restored)
                        .farm())
                .hasValue(farm);
        assertThat(settled(settings("renderfarm", "restored", null), restored).farm())
                .hasValue(farm);
    }

    @Test
    void shouldBindNewTopicsToTheBucketWhenAnOperatorSaysSo() throws InterruptedException {
        FarmId farm = settled(SETTINGS).farm().orElseThrow();
        FarmSettings renamed = settings("shop", "pictures", farm.value());
        assertThat(settled(renamed, bucket, new FakeIdentityTopic()).farm()).hasValue(farm);
        assertThat(marked().name()).isEqualTo(new FarmName("shop"));
    }

    @Test
    void shouldSayWhyAndTryAgainWhenBrokerOrBucketAreAway() throws InterruptedException {
        FarmOwnership ownership = ownership(SETTINGS, bucket, topic);
        topic.available = false;
        assertThat(ownership.attempt()).isFalse();
        assertThat(ownership.problem()).hasValue("made unavailable by the test");
        topic.available = true;
        bucket.setAvailable(false);
        assertThat(ownership.attempt()).isFalse();
        bucket.setAvailable(true);
        assertThat(ownership.attempt()).isTrue();
        assertThat(ownership.problem()).isEmpty();
        assertThat(ownership.farm()).isPresent();
    }

    @Test
    void shouldSayWhyWhenSomebodyElseWroteTheMark() throws InterruptedException {
        bucket.ensureBucket();
        bucket.put(ObjectKeys.FARM, new byte[] {'{'}, "application/json", Map.of());
        FarmOwnership ownership = ownership(SETTINGS, bucket, topic);
        assertThat(ownership.attempt()).isFalse();
        assertThat(ownership.problem()).isPresent();
    }

    private void use() {
        bucket.put("files/file-1", new byte[1], "text/plain", Map.of());
    }

    private FarmIdentity marked() {
        return new BucketMark(bucket).read().orElseThrow();
    }

    private FarmOwnership settled(FarmSettings settings) throws InterruptedException {
        return settled(settings, bucket);
    }

    private FarmOwnership settled(FarmSettings settings, InMemoryObjectStore objects) throws InterruptedException {
        return settled(settings, objects, topic);
    }

    /** One that leaves a bucket and topics alone that it refuses. */
    private static FarmOwnership settled(FarmSettings settings, InMemoryObjectStore objects, FakeIdentityTopic identity)
            throws InterruptedException {
        SortedSet<String> before = objects.keys();
        FarmOwnership ownership = ownership(settings, objects, identity);
        assertThat(ownership.attempt()).isTrue();
        if (ownership.refusal().isPresent() && identity.claims.size() < 2) {
            assertThat(objects.keys()).isEqualTo(before);
        }
        return ownership;
    }

    private static FarmOwnership ownership(
            FarmSettings settings, InMemoryObjectStore objects, FakeIdentityTopic identity) {
        return new FarmOwnership(
                settings, identity, objects, InstantSource.fixed(NOON), new Random(objects.hashCode()));
    }

    private static FarmIdentity farm(String id, String name, boolean claimed) {
        return new FarmIdentity(new FarmId(id), new FarmName(name), name + "-ledger", "pictures", NOON, claimed);
    }

    private static FarmSettings settings(String name, String bucket, @org.jspecify.annotations.Nullable String adopt) {
        return new FarmSettings(new FarmName(name), name + "-ledger", bucket, Optional.ofNullable(adopt));
    }
}
