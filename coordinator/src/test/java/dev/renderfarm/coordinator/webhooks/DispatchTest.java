package dev.renderfarm.coordinator.webhooks;

import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.NOW;
import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told what, and when. Long because every case plays against the same receivers and book. */
class DispatchTest {

    private static final Set<Integer> HERE = Set.of(0);
    private static final DeliveryAnswer TAKEN = DeliveryAnswer.answered(204, null);
    private static final DeliveryAnswer AWAY = DeliveryAnswer.failed("it cannot be connected to");

    private final WebhookRegistry webhooks = new WebhookRegistry();
    private final DeliveryBook book = new DeliveryBook();
    private final Dispatch dispatch =
            new Dispatch(webhooks, book, new RetrySchedule(Jitter.NONE), new Dispatch.Limits(3, 2, 5, 4));

    @BeforeEach
    void registerOne() {
        webhooks.put(webhook("wh_1"));
    }

    @Test
    void shouldSendWhatHappenedToABatchOneAfterTheOther() {
        // Given
        tell(preview("batch_1", 2));
        tell(ended("batch_1", 5));
        // When
        List<WebhookDelivery> first = dispatch.due(HERE, NOW).send();
        List<WebhookDelivery> meanwhile = dispatch.due(HERE, NOW).send();
        answer(first.get(0), TAKEN, NOW);
        List<WebhookDelivery> then = dispatch.due(HERE, NOW).send();
        // Then
        assertThat(first).extracting(WebhookDelivery::type).containsExactly(WebhookEvent.PREVIEW_READY);
        assertThat(meanwhile).isEmpty();
        assertThat(then).extracting(WebhookDelivery::type).containsExactly(WebhookEvent.COMPLETED);
    }

    @Test
    void shouldNotSendTheNextWhenTheBookDoesNotShowWhatWasWritten() {
        // Given
        tell(preview("batch_1", 2));
        tell(ended("batch_1", 5));
        WebhookDelivery sent = dispatch.due(HERE, NOW).send().get(0);
        // When
        WebhookDelivery written = settled(sent, TAKEN, NOW);
        // Then
        assertThat(dispatch.due(HERE, NOW).send()).isEmpty();
        book.apply(written.key(), written);
        assertThat(dispatch.due(HERE, NOW).send()).hasSize(1);
    }

    @Test
    void shouldBeginNothingWhenAStatusTellsTheSameAgain() {
        tell(ended("batch_1", 5));
        assertThat(dispatch.begun(ended("batch_1", 6), List.of(), 0, NOW)).isEmpty();
        answer(dispatch.due(HERE, NOW).send().get(0), TAKEN, NOW);
        assertThat(dispatch.begun(ended("batch_1", 7), List.of(), 0, NOW)).isEmpty();
    }

    @Test
    void shouldTellNobodyWhoDoesNotWantItOrCameLater() {
        // Given
        Webhook other = new Webhook(
                webhook("wh_2").id(), null, "https://a.example", List.of(WebhookEvent.FAILED), NOW, 1, null, null);
        Webhook late = new Webhook(
                webhook("wh_3").id(),
                null,
                "https://a.example",
                WebhookEvent.usual(),
                NOW.plusSeconds(1),
                1,
                null,
                null);
        webhooks.put(other);
        webhooks.put(late);
        webhooks.put(webhook("wh_4", new TenantName("shop-a")));
        webhooks.put(webhook("wh_5", new TenantName("shop-b")));
        Batch ofTenant = of(ended("batch_1", 5), "shop-b");
        // Then
        assertThat(dispatch.begun(ofTenant, List.of(), 0, NOW))
                .extracting(delivery -> delivery.webhook().value())
                .containsExactly("wh_1", "wh_5");
    }

    @Test
    void shouldTryAgainByTheScheduleAndGiveUpAfterTheLastAttempt() {
        // Given
        tell(ended("batch_1", 5));
        List<Duration> waits = new ArrayList<>();
        Instant now = NOW;
        // When
        WebhookDelivery last = answer(dispatch.due(HERE, now).send().get(0), AWAY, now);
        while (last.isPending()) {
            waits.add(Duration.between(now, last.nextAttemptAt()));
            assertThat(dispatch.due(HERE, last.nextAttemptAt().minusMillis(1)).send())
                    .isEmpty();
            now = last.nextAttemptAt();
            last = answer(dispatch.due(HERE, now).send().get(0), AWAY, now);
        }
        // Then
        assertThat(waits).isEqualTo(RetrySchedule.WAITS);
        assertThat(last.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(last.attempts()).isEqualTo(10);
        assertThat(last.problem()).isEqualTo("it cannot be connected to");
        assertThat(Duration.between(NOW, now)).isBetween(Duration.ofHours(75), Duration.ofHours(76));
    }

    @Test
    void shouldWaitAsLongAsTheReceiverWishesUpToADay() {
        tell(ended("batch_1", 5));
        WebhookDelivery first = dispatch.due(HERE, NOW).send().get(0);
        WebhookDelivery next = answer(first, DeliveryAnswer.answered(503, Duration.ofMinutes(7)), NOW);
        assertThat(next.nextAttemptAt()).isEqualTo(NOW.plus(Duration.ofMinutes(7)));
        Instant later = next.nextAttemptAt();
        WebhookDelivery again = answer(
                dispatch.due(HERE, later).send().get(0), DeliveryAnswer.answered(429, Duration.ofDays(365)), later);
        assertThat(again.nextAttemptAt()).isEqualTo(later.plus(Duration.ofHours(24)));
    }

    @Test
    void shouldDisableTheWebhookWhenTheReceiverIsGone() {
        // Given
        tell(ended("batch_1", 5));
        tell(ended("batch_2", 5));
        tell(ended("batch_3", 5));
        List<WebhookDelivery> sent = dispatch.due(HERE, NOW).send();
        // When
        Dispatch.Settled settled = dispatch.settled(sent.get(0), DeliveryAnswer.answered(410, null), NOW);
        webhooks.disable(Objects.requireNonNull(settled.gone()));
        // Then
        Dispatch.Due due = dispatch.due(HERE, NOW);
        assertThat(Objects.requireNonNull(settled.delivery()).state()).isEqualTo(DeliveryState.DEAD);
        assertThat(due.send()).isEmpty();
        assertThat(due.write()).extracting(WebhookDelivery::problem).containsExactly("the webhook is disabled");
    }

    @Test
    void shouldForgetWhatWaitsForAWebhookThatIsNoMore() {
        tell(ended("batch_1", 5));
        webhooks.remove(webhook("wh_1").id());
        Dispatch.Due due = dispatch.due(HERE, NOW);
        assertThat(due.send()).isEmpty();
        assertThat(due.forget()).hasSize(1);
        assertThat(dispatch.isBusy()).isTrue();
        book.apply(due.forget().get(0).key(), null);
        dispatch.due(HERE, NOW);
        assertThat(dispatch.isBusy()).isFalse();
    }

    @Test
    void shouldSendFewAtOnceAndFewerOfOneWebhook() {
        // Given
        webhooks.put(webhook("wh_2"));
        tell(ended("batch_1", 5));
        tell(ended("batch_2", 5));
        // When
        List<WebhookDelivery> sent = dispatch.due(HERE, NOW).send();
        // Then
        assertThat(sent).hasSize(3);
        assertThat(sent.stream()
                        .filter(delivery -> delivery.webhook().value().equals("wh_1"))
                        .count())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void shouldSendFirstToThoseWhoAnswerAndToOthersWithHalfOfItsPlaces() {
        // Given: one that is away, of which three wait, and one that takes what comes
        tell(ended("batch_1", 5));
        tell(ended("batch_2", 5));
        dispatch.due(HERE, NOW).send().forEach(sent -> answer(sent, AWAY, NOW));
        webhooks.put(webhook("wh_2"));
        tell(ended("batch_3", 5));
        // When
        List<WebhookDelivery> sent =
                dispatch.due(HERE, NOW.plus(Duration.ofMinutes(1))).send();
        // Then
        assertThat(sent).extracting(delivery -> delivery.webhook().value()).containsExactly("wh_2", "wh_1");
    }

    @Test
    void shouldLookAtNoMoreThanItMaySendHoweverManyWait() {
        // Given
        for (int i = 1; i <= 100; i++) {
            WebhookDelivery waiting = WebhookDelivery.begun(
                    webhook("wh_1").id(),
                    "evt_" + i,
                    WebhookEvent.COMPLETED,
                    new BatchId("batch_" + i),
                    NOW,
                    1,
                    0,
                    NOW);
            book.apply(waiting.key(), waiting);
        }
        List<WebhookDelivery> looked = new ArrayList<>();
        // When
        List<WebhookDelivery> due = book.due(HERE, NOW, 2, webhook -> false, looked::add);
        // Then
        assertThat(due).hasSize(2).isEqualTo(looked);
        assertThat(book.due(Set.of(1), NOW, 2, webhook -> false, head -> true)).isEmpty();
        assertThat(book.due(HERE, NOW.minusMillis(1), 2, webhook -> false, head -> true))
                .isEmpty();
        assertThat(book.due(HERE, NOW.minusMillis(1), 2, webhook -> true, head -> true))
                .hasSize(100);
    }

    @Test
    void shouldGiveUpWhatIsTooMuchToWait() {
        for (int i = 1; i <= 4; i++) {
            tell(ended("batch_" + i, 5));
        }
        assertThat(dispatch.begun(ended("batch_5", 5), List.of(), 0, NOW))
                .extracting(WebhookDelivery::state, WebhookDelivery::problem)
                .containsExactly(tuple(DeliveryState.DEAD, "too many deliveries wait"));
    }

    @Test
    void shouldWriteNothingWhenAnotherOneHasGoneOnWithIt() {
        // Given
        tell(ended("batch_1", 5));
        WebhookDelivery sent = dispatch.due(HERE, NOW).send().get(0);
        book.apply(sent.key(), sent.delivered(NOW, 200));
        // When
        Dispatch.Settled settled = dispatch.settled(sent, AWAY, NOW);
        // Then
        assertThat(settled.delivery()).isNull();
        assertThat(dispatch.isBusy()).isFalse();
    }

    @Test
    void shouldTryATestOnce() {
        WebhookDelivery test =
                WebhookDelivery.begun(webhook("wh_1").id(), "evt_1", WebhookEvent.TEST, null, NOW, 0, 0, NOW);
        book.apply(test.key(), test);
        WebhookDelivery after = answer(dispatch.due(HERE, NOW).send().get(0), AWAY, NOW);
        assertThat(after.state()).isEqualTo(DeliveryState.DEAD);
    }

    @Test
    void shouldTellOfPicturesWhoeverNamesThemBeforeTheEndThatTheSameStatusTells() {
        // Given
        webhooks.put(forPictures("wh_2"));
        // When
        dispatch.begun(ended("batch_1", 5), List.of(0, 3), 0, NOW).forEach(this::show);
        // Then
        assertThat(dispatch.tellsPictures()).isTrue();
        List<WebhookDelivery> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<WebhookDelivery> next = dispatch.due(HERE, NOW).send();
            next.forEach(one -> answer(one, TAKEN, NOW));
            sent.addAll(next);
        }
        assertThat(sent)
                .filteredOn(one -> one.webhook().value().equals("wh_2"))
                .extracting(WebhookDelivery::type, WebhookDelivery::index)
                .containsExactly(
                        tuple(WebhookEvent.RENDERED, 0),
                        tuple(WebhookEvent.RENDERED, 3),
                        tuple(WebhookEvent.COMPLETED, null));
        assertThat(sent)
                .filteredOn(one -> one.webhook().value().equals("wh_1"))
                .extracting(WebhookDelivery::type)
                .containsExactly(WebhookEvent.COMPLETED);
    }

    @Test
    void shouldLeaveRoomForWhatHappensToBatchesWhenManyPicturesWait() {
        // Given: two may wait, of four
        webhooks.put(forPictures("wh_2"));
        // When
        List<WebhookDelivery> begun = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            List<WebhookDelivery> next = dispatch.begun(running("batch_1", 2 + index), List.of(index), 0, NOW);
            next.forEach(this::show);
            begun.addAll(next);
        }
        // Then
        assertThat(begun)
                .extracting(WebhookDelivery::state)
                .containsExactly(DeliveryState.PENDING, DeliveryState.PENDING, DeliveryState.DEAD);
        assertThat(dispatch.begun(ended("batch_1", 9), List.of(), 0, NOW))
                .extracting(WebhookDelivery::state)
                .containsOnly(DeliveryState.PENDING);
    }

    @Test
    void shouldTellOfABudgetOnceAndOfEachBudgetInItsOrder() {
        // Given
        webhooks.put(webhook("wh_2", new TenantName("shop-b")));
        BudgetEvent half = budget("evt_50", 50);
        dispatch.warned(List.of(half), 0, NOW).forEach(this::show);
        WebhookDelivery sent = dispatch.due(HERE, NOW).send().get(0);
        // When
        List<WebhookDelivery> again = dispatch.warned(List.of(half), 0, NOW.plusSeconds(1));
        dispatch.warned(List.of(budget("evt_80", 80)), 0, NOW.plusSeconds(2)).forEach(this::show);
        // Then
        assertThat(again).isEmpty();
        assertThat(sent.webhook().value()).isEqualTo("wh_1");
        assertThat(sent.budget()).isEqualTo(half.notice());
        assertThat(dispatch.due(HERE, NOW.plusSeconds(2)).send())
                .as("before the one before it is settled")
                .isEmpty();
        answer(sent, TAKEN, NOW.plusSeconds(3));
        assertThat(dispatch.due(HERE, NOW.plusSeconds(3)).send())
                .extracting(WebhookDelivery::event)
                .containsExactly("evt_80");
        assertThat(dispatch.warned(List.of(half), 0, NOW.plusSeconds(4))).isEmpty();
    }

    @Test
    void shouldRememberOfEachBudgetItsLatestWarningsAlone() {
        // When: each a second after the one before
        int last = DeliveryBook.MOST_SETTLED + ToldWarnings.OF_A_BUDGET;
        for (int i = 0; i <= last; i++) {
            WebhookDelivery begun = WebhookDelivery.begun(
                            webhook("wh_1").id(),
                            "evt_" + i,
                            WebhookEvent.BUDGET_WARNED,
                            null,
                            NOW.plusSeconds(i),
                            i,
                            0,
                            NOW)
                    .of(budget("evt_" + i, 50).notice());
            show(begun.delivered(NOW, 204));
        }
        // Then
        assertThat(book.hasBegun("wh_1/evt_" + last)).isTrue();
        assertThat(book.hasBegun("wh_1/evt_0")).isFalse();
        show("wh_1/evt_" + last);
        assertThat(book.hasBegun("wh_1/evt_" + last)).isFalse();
    }

    private static BudgetEvent budget(String id, int percent) {
        return new BudgetEvent(id, new BudgetNotice(new TenantName("shop-a"), "completed_per_day", percent));
    }

    private static Webhook forPictures(String id) {
        return new Webhook(
                webhook(id).id(),
                null,
                "https://a.example",
                List.of(WebhookEvent.RENDERED, WebhookEvent.COMPLETED),
                NOW,
                1,
                null,
                null);
    }

    private static Batch running(String id, long sequence) {
        return TestBatches.batch(new BatchId(id), BatchStatus.IN_PROGRESS, sequence);
    }

    /** That there is none of that key any more. */
    private void show(String key) {
        book.apply(key, null);
    }

    private void show(WebhookDelivery delivery) {
        book.apply(delivery.key(), delivery);
    }

    private void tell(Batch status) {
        dispatch.begun(status, List.of(), 0, NOW).forEach(delivery -> book.apply(delivery.key(), delivery));
    }

    private WebhookDelivery answer(WebhookDelivery sent, DeliveryAnswer answer, Instant now) {
        WebhookDelivery next = settled(sent, answer, now);
        book.apply(next.key(), next);
        return next;
    }

    private WebhookDelivery settled(WebhookDelivery sent, DeliveryAnswer answer, Instant now) {
        return Objects.requireNonNull(dispatch.settled(sent, answer, now).delivery());
    }

    private static Batch ended(String id, long sequence) {
        return TestBatches.batch(new BatchId(id), BatchStatus.COMPLETED, sequence);
    }

    private static Batch preview(String id, long sequence) {
        return TestBatches.waitingFor(
                TestBatches.batch(new BatchId(id), BatchStatus.IN_PROGRESS, sequence), WaitingCode.PREVIEW);
    }

    private static Batch of(Batch batch, String tenant) {
        return TestBatches.shared(batch, new Sharing(new TenantName(tenant), null), Course.UNKNOWN);
    }
}
