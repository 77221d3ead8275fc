package dev.renderfarm.coordinator.ledger.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

class RepeatedFailureTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RepeatedFailure failures = new RepeatedFailure(() -> now);

    @Test
    void shouldGiveUpAndSayWhyWhenTheReasonStaysTheSame() {
        for (int failure = 1; failure < RepeatedFailure.MOST; failure++) {
            assertThat(failures.isHopelessAfter(malformed())).isFalse();
            assertThat(failures.verdict()).isEmpty();
        }
        assertThat(failures.isHopelessAfter(malformed())).isTrue();
        assertThat(failures.verdict()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("5 times for the same reason")
                .contains("not a BatchEntry: null into int"));
    }

    @Test
    void shouldCountEachReasonByItself() {
        for (int failure = 1; failure < RepeatedFailure.MOST; failure++) {
            assertThat(failures.isHopelessAfter(malformed())).isFalse();
            assertThat(failures.isHopelessAfter(new IllegalStateException("other")))
                    .isFalse();
        }
        assertThat(failures.isHopelessAfter(malformed())).isTrue();
    }

    @Test
    void shouldGoOnWhenTheSameReasonComesBackNowAndThen() {
        for (int failure = 0; failure < 3 * RepeatedFailure.MOST; failure++) {
            assertThat(failures.isHopelessAfter(malformed())).isFalse();
            now = now.plus(RepeatedFailure.WITHIN.dividedBy(RepeatedFailure.MOST - 1))
                    .plusMillis(1);
        }
    }

    @Test
    void shouldGoOnWhateverBrokerDiskOrJavaMachineBringAbout() {
        for (int failure = 0; failure < 3 * RepeatedFailure.MOST; failure++) {
            assertThat(failures.isHopelessAfter(new StreamsException(new TimeoutException("the broker is away"))))
                    .isFalse();
            assertThat(failures.isHopelessAfter(new OutOfMemoryError("heap"))).isFalse();
            assertThat(failures.isHopelessAfter(
                            new StreamsException(new UncheckedIOException(new IOException("no space left")))))
                    .isFalse();
            assertThat(failures.isHopelessAfter(new StreamsException(new RocksDBException("no space left"))))
                    .isFalse();
        }
    }

    @Test
    void shouldGiveUpOnARecordThatIsTooLarge() {
        for (int failure = 1; failure < RepeatedFailure.MOST; failure++) {
            assertThat(failures.isHopelessAfter(new StreamsException(new RecordTooLargeException("2 MB"))))
                    .isFalse();
        }
        assertThat(failures.isHopelessAfter(new StreamsException(new RecordTooLargeException("2 MB"))))
                .isTrue();
    }

    private static StreamsException malformed() {
        var reason = new IllegalStateException("not a BatchEntry: null into int", new IllegalArgumentException());
        return new StreamsException("stream-thread [1] task [0_1] failed", reason);
    }
}
