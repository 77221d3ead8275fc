package dev.renderfarm.coordinator.ledger.process;

import static dev.renderfarm.coordinator.ledger.process.LedgerRecovery.Step.NOTHING;
import static dev.renderfarm.coordinator.ledger.process.LedgerRecovery.Step.START_ANEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.coordinator.ledger.process.LedgerGroup.Part;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerRecoveryTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Part part = Part.SOME;
    private final FakeLedgerStream stream = new FakeLedgerStream();
    private final LedgerRecovery recovery = new LedgerRecovery(() -> now, PATIENCE, clientIds -> {
        assertThat(clientIds).containsExactly(FakeLedgerStream.CLIENT_ID);
        return part;
    });

    @Test
    void shouldStartAnewOnceAndThenCallForAnotherProcessWhenTheLedgerStaysUnreadable() throws Exception {
        // Given
        now = now.plus(PATIENCE).minusMillis(1);
        assertThat(recovery.look(stream)).isEqualTo(NOTHING);
        // When
        assertThat(after(Duration.ofMillis(1))).isEqualTo(START_ANEW);
        recovery.started();
        // Then
        assertThat(recovery.isHopeless()).isFalse();
        assertThat(recovery.state()).hasValueSatisfying(why -> assertThat(why).contains("could not be read for 180 s"));
        assertThat(after(PATIENCE.minusMillis(1))).isEqualTo(NOTHING);
        assertThat(recovery.isHopeless()).isFalse();
        // When
        assertThat(after(Duration.ofMillis(1))).isEqualTo(NOTHING);
        // Then
        assertThat(recovery.isHopeless()).isTrue();
        assertThat(recovery.state()).hasValueSatisfying(why -> assertThat(why).contains("started anew"));
    }

    @Test
    void shouldMeasureFromWhenTheLedgerWasLastReadable() throws Exception {
        stream.readable = true;
        assertThat(after(PATIENCE.multipliedBy(10))).isEqualTo(NOTHING);
        stream.readable = false;
        assertThat(after(PATIENCE.minusMillis(1))).isEqualTo(NOTHING);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(START_ANEW);
    }

    @Test
    void shouldBeginAfreshOnceTheLedgerCouldBeRead() throws Exception {
        // Given
        assertThat(after(PATIENCE)).isEqualTo(START_ANEW);
        assertThat(after(PATIENCE)).isEqualTo(NOTHING);
        // When
        stream.readable = true;
        recovery.look(stream);
        // Then
        assertThat(recovery.isHopeless()).isFalse();
        assertThat(recovery.state()).isEmpty();
        stream.readable = false;
        assertThat(after(PATIENCE)).isEqualTo(START_ANEW);
    }

    @Test
    void shouldStayLiveWithoutAnyPartitionWhenOthersHaveAllOfThem() throws Exception {
        part = Part.NONE;
        for (int look = 0; look < 10; look++) {
            assertThat(after(PATIENCE)).isEqualTo(NOTHING);
            assertThat(recovery.isHopeless()).isFalse();
        }
        assertThat(recovery.state()).hasValueSatisfying(why -> assertThat(why).contains("other coordinators"));
    }

    @Test
    void shouldGiveAWedgedLedgerAllItsTimeWhenThePartitionsHaveComeBackToIt() throws Exception {
        part = Part.NONE;
        assertThat(after(PATIENCE)).isEqualTo(NOTHING);
        part = Part.SOME;
        assertThat(after(PATIENCE.minusMillis(1))).isEqualTo(NOTHING);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(START_ANEW);
    }

    @Test
    void shouldWaitForAsLongAsTablesAreReadBack() throws Exception {
        for (int look = 0; look < 10; look++) {
            stream.restored += 1_000;
            assertThat(after(PATIENCE)).isEqualTo(NOTHING);
        }
        assertThat(after(PATIENCE)).isEqualTo(START_ANEW);
    }

    @Test
    void shouldNotBlameTheLedgerWhileTheBrokerIsAway() throws Exception {
        part = Part.UNTOLD;
        for (int look = 0; look < 10; look++) {
            assertThat(after(PATIENCE)).isEqualTo(NOTHING);
        }
        assertThat(recovery.isHopeless()).isFalse();
        part = Part.SOME;
        assertThat(after(PATIENCE.minusMillis(1))).isEqualTo(NOTHING);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(START_ANEW);
    }

    private LedgerRecovery.Step after(Duration time) throws InterruptedException {
        now = now.plus(time);
        return recovery.look(stream);
    }
}
