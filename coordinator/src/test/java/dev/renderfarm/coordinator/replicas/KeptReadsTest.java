package dev.renderfarm.coordinator.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.ReplicaRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeptReadsTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeReplicas replicas = new FakeReplicas();
    private final AtomicInteger looks = new AtomicInteger();
    private Instant now = Instant.EPOCH;
    private Runnable meanwhile = () -> {};

    private final KeptReads reads = new KeptReads(replicas, replicas, PATIENCE, () -> now, time -> {
        now = now.plus(time);
        looks.incrementAndGet();
        meanwhile.run();
    });

    private static String unavailable() {
        throw new LedgerUnavailableException("kept by another replica", null);
    }

    @Test
    void shouldAskNobodyWhenItIsKeptHere() {
        assertThat(reads.read(BATCH, () -> "here", replica -> "there")).isEqualTo("here");
    }

    @Test
    void shouldAskItsKeeperWhenItIsKeptThere() {
        assertThat(reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                .isEqualTo("keeper:8080");
        assertThat(looks).hasValue(0);
    }

    @Test
    void shouldWaitForItWhenItMoves() {
        // Given
        replicas.keptBy(null);
        meanwhile = () -> {
            if (looks.get() == 3) {
                replicas.keptBy(FakeReplicas.KEEPER);
            }
        };
        // When
        String told = reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString);
        // Then
        assertThat(told).isEqualTo("keeper:8080");
        assertThat(looks).hasValue(3);
    }

    @Test
    void shouldFindItHereWhenItHasMovedHere() {
        // Given
        Supplier<String> here = () -> looks.get() < 2 ? unavailable() : "here";
        // When
        String told = reads.read(BATCH, here, replica -> unavailable());
        // Then
        assertThat(told).isEqualTo("here");
    }

    @Test
    void shouldSayThatItCannotTellWhenItTakesTooLong() {
        // Given
        replicas.keptBy(null);
        // When
        assertThatThrownBy(() -> reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                // Then
                .isInstanceOf(LedgerUnavailableException.class);
        assertThat(Duration.between(Instant.EPOCH, now)).isEqualTo(PATIENCE);
    }

    @Test
    void shouldNotWaitWhenItsKeeperRefuses() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        // When
        assertThatThrownBy(() -> reads.read(BATCH, KeptReadsTest::unavailable, replica -> {
                    // Then: also where it was moving at first
                    if (asked.incrementAndGet() > 1) {
                        throw new ReplicaRefusedException("said by the test", 400);
                    }
                    return unavailable();
                }))
                .isInstanceOf(ReplicaRefusedException.class);
        assertThat(asked).hasValue(2);
        assertThatThrownBy(() -> reads.read(BATCH, KeptReadsTest::unavailable, replica -> {
                    throw new ReplicaRefusedException("said by the test", 429);
                }))
                .isInstanceOf(ReplicaRefusedException.class);
        assertThat(looks).hasValue(1);
    }

    @Test
    void shouldGoNoFurtherWhenAnotherReplicaAsks() {
        // Given
        replicas.askedByAnotherReplica();
        // When
        assertThatThrownBy(() -> reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                // Then
                .isInstanceOf(LedgerUnavailableException.class);
        assertThat(looks).hasValue(0);
    }

    @Test
    void shouldRefuseAtOnceWhenAsManyWaitAsMay() {
        // Given
        replicas.keptBy(null);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        meanwhile = () -> {
            if (inside.incrementAndGet() <= KeptReads.MOST_WAITING) {
                int before = looks.get();
                assertThatThrownBy(() -> reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                        .isInstanceOf(LedgerUnavailableException.class);
                refused.addAndGet(looks.get() == before ? 1 : 0);
            }
        };
        // When: each that waits has another one ask
        assertThatThrownBy(() -> reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                .isInstanceOf(LedgerUnavailableException.class);
        // Then
        assertThat(refused).hasValue(1);
        // and all places are free again
        replicas.keptBy(FakeReplicas.KEEPER);
        assertThat(reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                .isEqualTo("keeper:8080");
    }

    @Test
    void shouldAskNobodyWhenAsManyAreAskedAsMayBe() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        // When: each that asks has another one ask
        askOneMore(asked);
        // Then
        assertThat(asked).hasValue(KeptReads.MOST_ASKING);
        // and all places are free again
        assertThat(reads.read(BATCH, KeptReadsTest::unavailable, ReplicaAddress::toString))
                .isEqualTo("keeper:8080");
    }

    private void askOneMore(AtomicInteger asked) {
        try {
            reads.read(BATCH, KeptReadsTest::unavailable, replica -> {
                asked.incrementAndGet();
                askOneMore(asked);
                return "there";
            });
        } catch (LedgerUnavailableException e) {
            assertThat(asked).hasValue(KeptReads.MOST_ASKING);
        }
    }
}
