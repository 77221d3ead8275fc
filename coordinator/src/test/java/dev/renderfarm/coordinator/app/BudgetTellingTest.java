package dev.renderfarm.coordinator.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.usage.BudgetBook;
import dev.renderfarm.coordinator.usage.FarmUsage;
import dev.renderfarm.coordinator.usage.TenantBudgets;
import dev.renderfarm.coordinator.webhooks.DeliveryAnswer;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.RetrySchedule;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From what a tenant has had to what a receiver is told, through coordinators of which each knows nothing but the topic. */
class BudgetTellingTest {

    private static final TenantName SHOP = new TenantName("shop-a");
    private static final WebhookId RECEIVER = new WebhookId("wh_1");
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    /** More than are remembered of those that are settled. */
    private static final int MANY = 20_001;

    private final Map<String, WebhookDelivery> topic = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<UsageDay> had = new ArrayList<>();
    private Instant now = BEGIN;

    @Test
    void shouldTellOfEachPartOfADayAndOfAMonthOnceWhenTheCoordinatorIsRestartedAllTheTime() {
        // When: ten pictures at a time, a second of a device for each
        for (int day = 0; day < 31; day++) {
            had.add(UsageDay.of(today()));
            for (int pictures = 0; pictures <= 100; pictures += 10) {
                have(pictures);
                new Coordinator().round();
                new Coordinator().round();
            }
            now = now.plus(Duration.ofDays(1));
        }
        // Then
        assertThat(told).filteredOn(one -> one.startsWith("completed_per_day")).hasSize(3 * 31);
        assertThat(told.subList(0, 3))
                .containsExactly("completed_per_day 50", "completed_per_day 80", "completed_per_day 100");
        assertThat(told)
                .filteredOn(one -> one.startsWith("device_seconds_per_month"))
                .containsExactly(
                        "device_seconds_per_month 50", "device_seconds_per_month 80", "device_seconds_per_month 100");
    }

    @Test
    void shouldTellOfABudgetOnceHoweverMuchElseIsTold() {
        // Given
        had.add(UsageDay.of(today()));
        have(80);
        Coordinator coordinator = new Coordinator();
        coordinator.round();
        // When
        for (int other = 0; other < MANY; other++) {
            WebhookDelivery begun = WebhookDelivery.begun(
                    RECEIVER, "evt_" + other, WebhookEvent.COMPLETED, new BatchId("batch_" + other), now, 1, 0, now);
            coordinator.write(begun.delivered(now, 204));
        }
        coordinator.round();
        new Coordinator().round();
        // Then
        assertThat(told).containsExactly("completed_per_day 80");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** So many on this day. */
    private void have(int pictures) {
        Usage usage = new Usage(BigDecimal.valueOf(pictures), null);
        had.set(had.size() - 1, new UsageDay(today(), pictures, pictures, 0, usage, null));
    }

    private final class Coordinator {

        private final WebhookRegistry webhooks = new WebhookRegistry();
        private final DeliveryBook book = new DeliveryBook();
        private final Dispatch dispatch =
                new Dispatch(webhooks, book, new RetrySchedule(Jitter.NONE), Dispatch.Limits.USUAL);
        private final BudgetBook budgets = new BudgetBook(
                new TenantBudgets(
                        List.of("shop-a:completed_per_day=100", "shop-a:device_seconds_per_month=3000"),
                        Optional.empty()),
                () -> now,
                warning -> {});
        private final FarmUsage usage = new FarmUsage(budgets::look);

        Coordinator() {
            webhooks.put(new Webhook(
                    RECEIVER, null, "https://shop.example/hook", WebhookEvent.usual(), BEGIN, 1, null, null));
            topic.forEach(book::apply);
        }

        /** It sees what was had, and tells what it has to. */
        void round() {
            usage.begin(true);
            usage.done(List.of(batch()));
            dispatch.warned(WebhookLife.warnings(budgets), 0, now).forEach(this::write);
            for (WebhookDelivery sent : dispatch.due(Set.of(0), now).send()) {
                BudgetNotice notice = requireNonNull(sent.budget());
                told.add(notice.budget() + " " + notice.warnedAt());
                write(requireNonNull(dispatch.settled(sent, DeliveryAnswer.answered(204, null), now)
                        .delivery()));
            }
        }

        void write(WebhookDelivery delivery) {
            topic.remove(delivery.key());
            topic.put(delivery.key(), delivery);
            book.apply(delivery.key(), delivery);
        }
    }

    private Batch batch() {
        Usage all = had.stream().map(UsageDay::usage).reduce(Usage.NONE, Usage::plus);
        int images = had.stream().mapToInt(UsageDay::images).sum();
        Batch batch = TestBatches.using(
                TestBatches.batch(new BatchId("batch_1"), BatchStatus.IN_PROGRESS, 1),
                new BatchUsage(all, images, null, had));
        return TestBatches.shared(batch, new Sharing(SHOP, null), Course.UNKNOWN);
    }
}
