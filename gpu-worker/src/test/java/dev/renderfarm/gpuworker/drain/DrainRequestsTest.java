package dev.renderfarm.gpuworker.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.topic.SchemaVersion;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.common.worker.DrainRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrainRequestsTest {

    private static final WorkerId SELF = new WorkerId("worker-1");
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private final DrainRequests requests = new DrainRequests();
    private final DrainRequestConsumer consumer = new DrainRequestConsumer(requests);
    private final AtomicInteger drains = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private long offset = 10;

    @Test
    void shouldDrainOnceWhenThisLifeIsAsked() {
        // Given
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        // When
        consumer.hear(asking(SELF, STARTED));
        consumer.hear(asking(SELF, STARTED));
        // Then
        assertThat(drains).hasValue(1);
    }

    @Test
    void shouldGiveBackWhatItHoldsWhenItIsAskedToDrainNow() {
        // Given
        List<DrainMode> modes = new ArrayList<>();
        requests.heed(SELF, STARTED, modes::add, resumed::incrementAndGet);
        // When
        consumer.hear(asking(SELF, STARTED));
        consumer.hear(asking(SELF, STARTED, DrainMode.NOW));
        consumer.hear(asking(SELF, STARTED, DrainMode.AFTER_CURRENT));
        // Then
        assertThat(modes).containsExactly(DrainMode.AFTER_CURRENT, DrainMode.NOW);
    }

    @Test
    void shouldDrainWhenItWasAskedBeforeItKnewItsName() {
        // Given
        consumer.hear(asking(new WorkerId("worker-2"), STARTED));
        consumer.hear(asking(SELF, STARTED));
        // When
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        // Then
        assertThat(drains).hasValue(1);
    }

    @Test
    void shouldGoOnWhenAnotherWorkerOrAnEarlierLifeIsAsked() {
        // Given
        consumer.hear(asking(SELF, STARTED.minusNanos(1)));
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        // When
        consumer.hear(asking(new WorkerId("worker-2"), STARTED));
        consumer.hear(asking(SELF, STARTED.minusSeconds(60)));
        // Then
        assertThat(drains).hasValue(0);
    }

    @Test
    void shouldGoOnWhenADrainIsTakenBackAndDrainWhenItIsAskedAgain() {
        // Given
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        consumer.hear(takingBack(SELF, STARTED));
        consumer.hear(asking(SELF, STARTED));
        // When
        consumer.hear(takingBack(SELF, STARTED));
        consumer.hear(takingBack(SELF, STARTED));
        // Then
        assertThat(drains).hasValue(1);
        assertThat(resumed).hasValue(1);
        // When
        consumer.hear(asking(SELF, STARTED));
        // Then
        assertThat(drains).hasValue(2);
    }

    @Test
    void shouldHearNothingTwiceWhenTheTopicIsReadAgain() {
        // Given
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        ConsumerRecord<String, byte[]> first = asking(SELF, STARTED);
        ConsumerRecord<String, byte[]> second = takingBack(SELF, STARTED);
        consumer.hear(first);
        consumer.hear(second);
        // When
        consumer.hear(first);
        consumer.hear(second);
        // Then
        assertThat(drains).hasValue(1);
        assertThat(resumed).hasValue(1);
    }

    @Test
    void shouldNotBeginToDrainWhenThatWasTakenBackBeforeItKnewItsName() {
        // Given
        consumer.hear(asking(SELF, STARTED));
        consumer.hear(takingBack(SELF, STARTED));
        // When
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        // Then
        assertThat(drains).hasValue(0);
        assertThat(resumed).hasValue(0);
    }

    @Test
    void shouldEndWhenItWasAskedToDrainNowWhateverIsTakenBack() {
        // Given
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        consumer.hear(asking(SELF, STARTED, DrainMode.NOW));
        // When
        consumer.hear(takingBack(SELF, STARTED));
        // Then
        assertThat(resumed).hasValue(0);
    }

    @Test
    void shouldIgnoreWhatItDoesNotUnderstand() {
        // Given
        requests.heed(SELF, STARTED, mode -> drains.incrementAndGet(), resumed::incrementAndGet);
        ConsumerRecord<String, byte[]> newer = asking(SELF, STARTED);
        newer.headers().add(SchemaVersion.HEADER, "2".getBytes(UTF_8));
        // When
        consumer.hear(newer);
        consumer.hear(new ConsumerRecord<>("renderfarm.drain-requests", 0, 50, SELF.value(), "{".getBytes(UTF_8)));
        consumer.hear(new ConsumerRecord<>("renderfarm.drain-requests", 0, 51, SELF.value(), null));
        // Then
        assertThat(drains).hasValue(0);
    }

    private ConsumerRecord<String, byte[]> asking(WorkerId worker, Instant startedAt) {
        return asking(worker, startedAt, null);
    }

    private ConsumerRecord<String, byte[]> asking(WorkerId worker, Instant startedAt, @Nullable DrainMode mode) {
        DrainRequest request = new DrainRequest(worker, startedAt, STARTED.plusSeconds(60), mode);
        return written(request);
    }

    private ConsumerRecord<String, byte[]> takingBack(WorkerId worker, Instant startedAt) {
        return written(DrainRequest.takenBack(worker, startedAt, STARTED.plusSeconds(61)));
    }

    private ConsumerRecord<String, byte[]> written(DrainRequest request) {
        return new ConsumerRecord<>(
                "renderfarm.drain-requests", 0, offset++, request.workerId().value(), Json.bytes(request));
    }
}
