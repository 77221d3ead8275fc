package dev.renderfarm.coordinator.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BatchEventTest {

    private static final BatchId ID = new BatchId("batch_1");
    private static final Batch RUNNING = TestBatches.batch(ID, BatchStatus.IN_PROGRESS, 3);

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(TestBatches.batch(ID, BatchStatus.COMPLETED, 9), WebhookEvent.COMPLETED),
                Arguments.of(TestBatches.batch(ID, BatchStatus.FAILED, 9), WebhookEvent.FAILED),
                Arguments.of(TestBatches.batch(ID, BatchStatus.CANCELLED, 9), WebhookEvent.CANCELLED),
                Arguments.of(TestBatches.batch(ID, BatchStatus.EXPIRED, 9), WebhookEvent.EXPIRED),
                Arguments.of(TestBatches.waitingFor(RUNNING, WaitingCode.PREVIEW), WebhookEvent.PREVIEW_READY),
                Arguments.of(TestBatches.waitingFor(RUNNING, WaitingCode.PAUSED), WebhookEvent.PAUSED),
                Arguments.of(TestBatches.waitingFor(RUNNING, WaitingCode.FAILURES), WebhookEvent.PAUSED));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldTellWhatAStatusMeans(Batch status, WebhookEvent type) {
        BatchEvent event = BatchEvent.of(status).orElseThrow();
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.batch()).isEqualTo(ID);
        assertThat(event.sequence()).isEqualTo(status.renderfarm().sequence());
        assertThat(event.id()).matches("evt_[0-9a-f]{24}");
    }

    @ParameterizedTest
    @EnumSource(names = {"VALIDATING", "IN_PROGRESS", "FINALIZING", "CANCELLING"})
    void shouldTellNothingWhenABatchGoesOn(BatchStatus status) {
        assertThat(BatchEvent.of(TestBatches.batch(ID, status, 2))).isEmpty();
        assertThat(BatchEvent.of(TestBatches.waitingFor(RUNNING, WaitingCode.NO_WORKERS)))
                .isEmpty();
    }

    @Test
    void shouldBeTheSameEventWhenItIsToldAgain() {
        // Given: a verdict on a picture is told by another status of the same end
        Batch end = TestBatches.batch(ID, BatchStatus.COMPLETED, 9);
        Batch later = TestBatches.batch(ID, BatchStatus.COMPLETED, 10);
        // Then
        assertThat(id(later)).isEqualTo(id(end));
        assertThat(id(end))
                .isNotEqualTo(id(TestBatches.batch(ID, BatchStatus.CANCELLED, 9)))
                .isNotEqualTo(id(TestBatches.batch(new BatchId("batch_2"), BatchStatus.COMPLETED, 9)));
    }

    @Test
    void shouldBeNoNewsWhenAnEndIsToldAWeekLater() {
        assertThat(BatchEvent.of(TestBatches.completed(ID, TestBatches.CREATED.minus(BatchEvent.NEWS))))
                .isPresent();
        assertThat(BatchEvent.of(TestBatches.completed(
                        ID, TestBatches.CREATED.minus(BatchEvent.NEWS).minusSeconds(1))))
                .isEmpty();
    }

    @Test
    void shouldTellNothingWhenSomebodyWaitsForThePictures() {
        Batch waitedFor = TestBatches.of(TestBatches.batch(ID, BatchStatus.COMPLETED, 9), null, Lane.INTERACTIVE);
        assertThat(BatchEvent.of(waitedFor)).isEmpty();
    }

    @Test
    void shouldTellOfEachPictureUnderANameOfItsOwn() {
        List<BatchEvent> events = BatchEvent.rendered(RUNNING, List.of(0, 7));
        assertThat(events).extracting(BatchEvent::type).containsOnly(WebhookEvent.RENDERED);
        assertThat(events).extracting(BatchEvent::index).containsExactly(0, 7);
        assertThat(events).extracting(BatchEvent::id).doesNotHaveDuplicates();
        assertThat(events).extracting(BatchEvent::sequence).containsOnly(3L);
        Batch waitedFor = TestBatches.of(RUNNING, null, Lane.INTERACTIVE);
        assertThat(BatchEvent.rendered(waitedFor, List.of(0))).isEmpty();
    }

    private static String id(Batch batch) {
        return BatchEvent.of(batch).orElseThrow().id();
    }
}
