package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one coordinator sends, and what is written of it. What is so follows from the topics alone, as registry
 * and book have them; here stands only what is on its way: a lane that has been given out is given out again when the
 * book shows what was written of it. For one thread.
 */
public final class Dispatch {

    /**
     * @param atOnce messages on their way, of all webhooks
     * @param atOnceOfOne of one webhook
     * @param waiting deliveries that may wait, of all webhooks; beyond that the next are given up at once
     * @param waitingOfOne of one webhook
     */
    public record Limits(int atOnce, int atOnceOfOne, int waiting, int waitingOfOne) {

        public static final Limits USUAL = new Limits(16, 2, 50_000, 20_000);

        /** Of webhooks that did not take something: receivers that are away must not hold up those that answer. */
        int atOnceOfFailing() {
            return Math.max(1, atOnce / 2);
        }
    }

    /**
     * What is to be done.
     *
     * @param send to their receivers
     * @param write as they are now
     * @param forget of webhooks that are no more
     */
    public record Due(List<WebhookDelivery> send, List<WebhookDelivery> write, List<WebhookDelivery> forget) {}

    /**
     * What an answer changes.
     *
     * @param delivery null where another one has gone on with it
     * @param gone the webhook as its receiver has disabled it; null where it stays as it is
     */
    public record Settled(
            @Nullable WebhookDelivery delivery, @Nullable Webhook gone) {}

    /**
     * @param written revision that the book has to show; null while the message is on its way
     * @param failing whether its webhook did not take something before
     */
    private record Busy(
            String key, WebhookId webhook, @Nullable Integer written, boolean failing) {}

    private static final int NO_REVISION = Integer.MAX_VALUE;

    private final WebhookRegistry webhooks;
    private final DeliveryBook book;
    private final RetrySchedule schedule;
    private final Limits limits;
    private final Map<String, Busy> busy = new HashMap<>();
    private final Set<String> unshown = new HashSet<>();

    public Dispatch(WebhookRegistry webhooks, DeliveryBook book, RetrySchedule schedule, Limits limits) {
        this.webhooks = webhooks;
        this.book = book;
        this.schedule = schedule;
        this.limits = limits;
    }

    /** Whether a status may begin deliveries, of whichever webhooks there are. */
    public static boolean tells(Batch status) {
        return BatchEvent.of(status).isPresent();
    }

    /** Whether anybody wants to be told of single pictures. */
    public boolean tellsPictures() {
        return webhooks.isAnyToldOf(WebhookEvent.RENDERED);
    }

    /**
     * Deliveries that a status begins, to be written; none where one before it told the same.
     *
     * @param delivered indexes of the pictures of which it is the first to tell
     * @param partition of the status topic that it came from
     */
    public List<WebhookDelivery> begun(Batch status, List<Integer> delivered, int partition, Instant now) {
        List<WebhookDelivery> begun = new ArrayList<>();
        Stream.concat(BatchEvent.rendered(status, delivered).stream(), BatchEvent.of(status).stream())
                .forEach(event ->
                        webhooks.toldOf(event).forEach(webhook -> begin(begun(webhook, event, partition, now), begun)));
        return begun;
    }

    private static WebhookDelivery begun(Webhook webhook, BatchEvent event, int partition, Instant now) {
        WebhookDelivery delivery = WebhookDelivery.begun(
                webhook.id(), event.id(), event.type(), event.batch(), event.at(), event.sequence(), partition, now);
        return event.index() == null ? delivery : delivery.of(event.index());
    }

    /**
     * Deliveries that budgets begin, to be written; none of a warning that the book has. For whoever reads that partition,
     * and no one else.
     *
     * @param present all warnings at which budgets stand now
     */
    public List<WebhookDelivery> warned(List<BudgetEvent> present, int partition, Instant now) {
        List<WebhookDelivery> begun = new ArrayList<>();
        for (BudgetEvent event : present) {
            Instant at = now.truncatedTo(ChronoUnit.MILLIS);
            for (Webhook webhook :
                    webhooks.toldOf(WebhookEvent.BUDGET_WARNED, event.notice().tenant())) {
                WebhookDelivery delivery = WebhookDelivery.begun(
                        webhook.id(),
                        event.id(),
                        WebhookEvent.BUDGET_WARNED,
                        null,
                        at,
                        at.toEpochMilli(),
                        partition,
                        now);
                begin(delivery.of(event.notice()), begun);
            }
        }
        return begun;
    }

    private void begin(WebhookDelivery delivery, List<WebhookDelivery> begun) {
        if (!book.hasBegun(delivery.key()) && unshown.add(delivery.key())) {
            begun.add(isFull(delivery) ? delivery.givenUp("too many deliveries wait") : delivery);
        }
    }

    /**
     * What is due now. Lanes of what is returned are busy until {@link #settled} and the book say otherwise.
     *
     * @param partitions of the status topic that this coordinator reads
     */
    public Due due(Set<Integer> partitions, Instant now) {
        busy.values().removeIf(this::isShown);
        unshown.removeIf(book::hasBegun);
        Due due = new Due(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        book
                .due(
                        partitions,
                        now,
                        limits.atOnceOfOne(),
                        webhook -> !isTold(webhook),
                        head -> !busy.containsKey(head.lane()))
                .stream()
                .sorted(Comparator.comparing((WebhookDelivery head) -> book.isFailing(head.webhook()))
                        .thenComparing(WebhookDelivery::nextAttemptAt))
                .forEach(head -> add(head, due));
        return due;
    }

    private void add(WebhookDelivery head, Due due) {
        Optional<Webhook> webhook = webhooks.find(head.webhook());
        if (webhook.isEmpty()) {
            due.forget().add(head);
            busy.put(head.lane(), new Busy(head.key(), head.webhook(), NO_REVISION, false));
        } else if (webhook.get().isDisabled()) {
            write(head.givenUp("the webhook is disabled"), due);
        } else {
            boolean failing = book.isFailing(head.webhook());
            if (hasRoom(head.webhook(), failing)) {
                due.send().add(head);
                busy.put(head.lane(), new Busy(head.key(), head.webhook(), null, failing));
            }
        }
    }

    private void write(WebhookDelivery next, Due due) {
        due.write().add(next);
        busy.put(next.lane(), new Busy(next.key(), next.webhook(), next.revision(), false));
    }

    /** To whom it goes; empty where that was removed meanwhile. */
    public Optional<Webhook> webhook(WebhookDelivery delivery) {
        return webhooks.find(delivery.webhook());
    }

    /** What an answer changes; its lane is busy until the book shows it. */
    public Settled settled(WebhookDelivery sent, DeliveryAnswer answer, Instant now) {
        boolean present = book.find(sent.key())
                .filter(known -> known.revision() == sent.revision())
                .isPresent();
        if (!present) {
            busy.remove(sent.lane());
            return new Settled(null, null);
        }
        WebhookDelivery next = next(sent, answer, now);
        busy.put(sent.lane(), new Busy(next.key(), next.webhook(), next.revision(), false));
        Webhook disabled = answer.isGone()
                ? webhooks.find(sent.webhook())
                        .map(webhook -> webhook.disabled(now))
                        .orElse(null)
                : null;
        return new Settled(next, disabled);
    }

    /** It is not sent, or is somebody else's now, who goes on with it. */
    public void leave(WebhookDelivery sent) {
        busy.remove(sent.lane());
    }

    private WebhookDelivery next(WebhookDelivery sent, DeliveryAnswer answer, Instant now) {
        Integer status = answer.status();
        if (answer.isTaken() && status != null) {
            return sent.delivered(now, status);
        }
        Optional<Duration> wait = schedule.after(sent.attempts() + 1, answer.retryAfter());
        boolean isLast = answer.isGone() || sent.type() == WebhookEvent.TEST || wait.isEmpty();
        return isLast
                ? sent.failedForGood(now, status, answer.describe())
                : sent.failed(now, status, answer.describe(), now.plus(wait.orElseThrow()));
    }

    /** Whether anything is on its way, or was written and is not in the book yet. */
    public boolean isBusy() {
        return !busy.isEmpty();
    }

    /** To be called where nothing is on its way any more, and what was written may not have been. */
    public void reset() {
        busy.clear();
        unshown.clear();
    }

    private boolean isShown(Busy lane) {
        Integer written = lane.written();
        return written != null
                && book.find(lane.key())
                        .map(known -> known.revision() >= written)
                        .orElse(true);
    }

    private boolean hasRoom(WebhookId webhook, boolean failing) {
        return onTheirWay(lane -> true) < limits.atOnce()
                && onTheirWay(lane -> lane.webhook().equals(webhook)) < limits.atOnceOfOne()
                && (!failing || onTheirWay(Busy::failing) < limits.atOnceOfFailing());
    }

    private long onTheirWay(Predicate<Busy> wanted) {
        return busy.values().stream()
                .filter(lane -> lane.written() == null)
                .filter(wanted)
                .count();
    }

    private boolean isTold(WebhookId webhook) {
        return webhooks.find(webhook).filter(found -> !found.isDisabled()).isPresent();
    }

    /** Pictures have half the room, so that what happens to batches has some whatever they do. */
    private boolean isFull(WebhookDelivery delivery) {
        int part = delivery.index() == null ? 1 : 2;
        return book.waiting() >= limits.waiting() / part
                || book.waiting(delivery.webhook()) >= limits.waitingOfOne() / part;
    }
}
