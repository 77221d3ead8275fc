package dev.renderfarm.gpuworker.claim;

import static dev.renderfarm.gpuworker.claim.FakeShareConsumer.TOPIC;
import static dev.renderfarm.gpuworker.claim.FakeShareConsumer.message;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.topic.SchemaVersion;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.gpuworker.claim.TaskQueue.Acknowledgement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.ShareSessionNotFoundException;
import org.junit.jupiter.api.Test;

/** Long, since each answer of the broker to a claim, a renewal and an acknowledgement is a test on the same two consumers. */
class ShareGroupQueueTest {

    private static final Duration WAIT = Duration.ofMillis(1);

    private final FakeShareConsumer first = new FakeShareConsumer();
    private final FakeShareConsumer second = new FakeShareConsumer();
    private final Deque<FakeShareConsumer> consumers = new ArrayDeque<>(List.of(first, second));
    private final ManualTime time = new ManualTime(NOW);
    private final ShareGroupQueue queue = new ShareGroupQueue(
            TOPIC,
            consumers::remove,
            Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(1), Jitter.downTo(0.1, new Random(1))),
            time,
            time);

    @Test
    void shouldClaimAMicroBatchWhenThereAreTasks() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1), delivery(1, 2));
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(claimed)
                .containsExactly(
                        new ClaimedTask.Renderable(task(0), 1, Instant.EPOCH, NOW),
                        new ClaimedTask.Renderable(task(1), 2, Instant.EPOCH, NOW));
    }

    @Test
    void shouldLookAgainSoonWhereAFetchBroughtNothing() throws InterruptedException {
        // Given
        Duration wait = Duration.ofMillis(500);
        // When
        queue.claim(wait);
        queue.claim(wait);
        // Then
        assertThat(first.looks).containsExactly(Duration.ofMillis(5), Duration.ofMillis(5));
    }

    @Test
    void shouldLookLongerTheLongerItWaitsInVainAndSoonAgainOnceSomethingCame() throws InterruptedException {
        // Given
        Duration wait = Duration.ofMillis(500);
        for (int looks = 0; looks < 100; looks++) {
            queue.claim(wait);
        }
        assertThat(first.looks).isSorted().endsWith(wait);
        // When
        first.delivers(delivery(0, 1));
        queue.claim(wait);
        queue.acknowledge(Acknowledgement.ACCEPT);
        queue.claim(wait);
        // Then
        assertThat(first.looks).endsWith(wait, Duration.ofMillis(5));
    }

    @Test
    void shouldStillNameTheTaskWhenItsValueCannotBeRead() throws InterruptedException {
        // Given
        first.delivers(message(0, "batch_1/7", new byte[] {'{'}, 1), message(1, "batch_1/8", null, 1));
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(claimed).hasSize(2).allMatch(ClaimedTask.Unreadable.class::isInstance);
        assertThat(claimed.get(0).taskId()).hasToString("batch_1/7");
        assertThat(((ClaimedTask.Unreadable) claimed.get(1)).problem()).contains("no value");
    }

    @Test
    void shouldStillNameTheTaskWhenItsValueIsNull() throws InterruptedException {
        // Given
        first.delivers(message(0, "batch_1/7", new byte[] {'n', 'u', 'l', 'l'}, 1));
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(claimed).singleElement().isInstanceOf(ClaimedTask.Unreadable.class);
    }

    @Test
    void shouldNameTheAttemptOfTheEventWhenItsValueCannotBeRead() throws InterruptedException {
        // Given
        first.delivers(
                event(0, "batch_1/7/3"), event(1, "batch_1/7/many"), event(2, "batch_1/8/3"), event(3, "batch_1/7/0"));
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(claimed).extracting(ClaimedTask::attempt).containsExactly(3, 1, 1, 1);
    }

    @Test
    void shouldAnswerATaskOfALaterReleaseAsUnreadable() throws InterruptedException {
        // Given
        ConsumerRecord<String, byte[]> newer = delivery(7, 1);
        newer.headers().add(SchemaVersion.HEADER, "2".getBytes(StandardCharsets.UTF_8));
        first.delivers(newer);
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(claimed).singleElement().isInstanceOfSatisfying(ClaimedTask.Unreadable.class, task -> assertThat(
                        task.problem())
                .contains(TOPIC, "partition 0 offset 7", "schema-version is 2", "knows 1"));
    }

    private static ConsumerRecord<String, byte[]> event(long offset, String id) {
        ConsumerRecord<String, byte[]> unreadable = message(offset, "batch_1/7", new byte[] {'{'}, 1);
        unreadable.headers().add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        return unreadable;
    }

    @Test
    void shouldUseAFreshConsumerAfterAWhileWhenItStartsOver() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1));
        second.delivers(delivery(0, 2));
        queue.claim(WAIT);
        // When
        queue.startOver(1);
        // Then
        assertThat(first.closed).isTrue();
        assertThat(time.instant()).isAfter(NOW);
        assertThat(queue.claim(WAIT)).hasSize(1);
    }

    @Test
    void shouldDropARecordWhenItNamesNoTask() throws InterruptedException {
        // Given
        first.delivers(message(0, "junk", new byte[] {'{'}, 1)).delivers(delivery(1, 1));
        // When
        List<ClaimedTask> nothing = queue.claim(WAIT);
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(nothing).isEmpty();
        assertThat(claimed).hasSize(1);
        assertThat(first.acknowledged).isEqualTo(Map.of(0L, AcknowledgeType.REJECT));
    }

    @Test
    void shouldKeepTheWholeMicroBatchWhenItRenewsAgainAndAgain() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1), delivery(1, 1), delivery(2, 1));
        queue.claim(WAIT);
        // When
        boolean keptOnce = queue.renew();
        boolean keptTwice = queue.renew();
        queue.acknowledge(Acknowledgement.ACCEPT);
        // Then
        assertThat(keptOnce && keptTwice).isTrue();
        assertThat(first.renewals).isEqualTo(6);
        assertThat(first.acknowledged)
                .isEqualTo(Map.of(0L, AcknowledgeType.ACCEPT, 1L, AcknowledgeType.ACCEPT, 2L, AcknowledgeType.ACCEPT));
    }

    @Test
    void shouldRenewThreeTimesPerLockWhenTheBrokerSaysHowLongItIs() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1));
        queue.claim(WAIT);
        // When, then
        assertThat(queue.renewalInterval()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void shouldLoseTheTasksWhenTheBrokerRefusesTheRenewal() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1));
        second.delivers(delivery(0, 2));
        queue.claim(WAIT);
        first.refusal = new InvalidRecordStateException("lock expired");
        // When
        boolean kept = queue.renew();
        // Then: a fresh consumer claims on
        assertThat(kept).isFalse();
        assertThat(first.closed).isTrue();
        assertThat(queue.claim(WAIT)).containsExactly(new ClaimedTask.Renderable(task(0), 2, Instant.EPOCH, NOW));
    }

    @Test
    void shouldLeaveWhatHasLainInTheConsumerUntilItsLockRanOut() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1)).delivers(delivery(1, 1));
        queue.claim(WAIT);
        queue.acknowledge(Acknowledgement.ACCEPT);
        time.sleep(queue.renewalInterval());
        first.refusal = new InvalidRecordStateException("lock expired");
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(claimed).isEmpty();
        assertThat(first.closed).isTrue();
    }

    @Test
    void shouldRenewWhatMayHaveLainInTheConsumer() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1)).delivers(delivery(1, 1)).delivers(delivery(2, 1));
        queue.claim(WAIT);
        queue.acknowledge(Acknowledgement.ACCEPT);
        time.sleep(queue.renewalInterval());
        // When
        List<ClaimedTask> claimed = queue.claim(WAIT);
        queue.acknowledge(Acknowledgement.ACCEPT);
        queue.claim(WAIT);
        // Then: the third came soon after
        assertThat(claimed).hasSize(1);
        assertThat(first.renewals).isEqualTo(1);
    }

    @Test
    void shouldLoseTheTasksWhenTheyComeBackAsAnotherDelivery() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1));
        queue.claim(WAIT);
        first.redeliversRenewed = true;
        // When
        boolean kept = queue.renew();
        // Then
        assertThat(kept).isFalse();
        assertThat(first.closed).isTrue();
    }

    @Test
    void shouldGoOnWithAFreshConsumerWhenAnAcceptanceIsRefused() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1));
        second.delivers(delivery(0, 1));
        queue.claim(WAIT);
        first.refusal = new ShareSessionNotFoundException("the broker was restarted");
        // When
        queue.acknowledge(Acknowledgement.ACCEPT);
        List<ClaimedTask> nothing = queue.claim(WAIT);
        // Then
        assertThat(nothing).isEmpty();
        assertThat(queue.claim(WAIT)).hasSize(1);
        assertThat(first.closed).isTrue();
    }

    @Test
    void shouldFinishWhatCameBesideARefusedAcceptanceBeforeItTakesAFreshConsumer() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1)).delivers(delivery(1, 1));
        second.delivers(delivery(0, 2));
        queue.claim(WAIT);
        first.refusal = new InvalidRecordStateException("lock expired");
        queue.acknowledge(Acknowledgement.ACCEPT);
        // When
        List<ClaimedTask> beside = queue.claim(WAIT);
        first.refusal = null;
        queue.acknowledge(Acknowledgement.ACCEPT);
        // Then
        assertThat(beside).hasSize(1);
        assertThat(first.acknowledged).isEqualTo(Map.of(1L, AcknowledgeType.ACCEPT));
        assertThat(queue.claim(WAIT)).hasSize(1);
        assertThat(first.closed).isTrue();
    }

    @Test
    void shouldGiveBackWhenItReleases() throws InterruptedException {
        // Given
        first.delivers(delivery(0, 1));
        queue.claim(WAIT);
        // When
        queue.acknowledge(Acknowledgement.RELEASE);
        // Then
        assertThat(first.acknowledged).isEqualTo(Map.of(0L, AcknowledgeType.RELEASE));
    }

    @Test
    void shouldWaitAndUseAFreshConsumerWhenPollingFails() throws InterruptedException {
        // Given
        first.pollFailure = new KafkaException("fatal");
        second.delivers(delivery(0, 1));
        // When
        List<ClaimedTask> nothing = queue.claim(WAIT);
        List<ClaimedTask> claimed = queue.claim(WAIT);
        // Then
        assertThat(nothing).isEmpty();
        assertThat(time.sleeps()).hasSize(1);
        assertThat(first.closed).isTrue();
        assertThat(claimed).hasSize(1);
    }

    @Test
    void shouldCloseItsConsumerWhenClosed() throws InterruptedException {
        // Given
        queue.claim(WAIT);
        // When
        queue.close();
        // Then
        assertThat(first.closed).isTrue();
    }

    private static ConsumerRecord<String, byte[]> delivery(int index, int deliveries) {
        return message(index, task(index).taskId().toString(), Json.bytes(task(index)), deliveries);
    }
}
