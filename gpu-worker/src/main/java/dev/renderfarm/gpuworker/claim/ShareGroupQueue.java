package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TaskQueue} on a Kafka share group (KIP-932), with explicit acknowledgement. A consumer that fails, that has
 * lost a lock, or whose acknowledgement is refused, is closed, which gives back what it still holds, and replaced by a fresh one.
 * Long because the state of one consumer is behind every method.
 */
public final class ShareGroupQueue implements TaskQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ShareGroupQueue.class);
    private static final Duration DEFAULT_LOCK = Duration.ofSeconds(15);
    private static final int RENEWALS_PER_LOCK = 3;
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(5);
    private static final int LOOKS_PER_WAIT = 8;
    private static final Duration RETURN_WAIT = Duration.ofMillis(10);
    private static final int RETURN_POLLS = 200;

    private final String topic;
    private final Supplier<ShareConsumer<String, byte[]>> consumers;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final List<ConsumerRecord<String, byte[]>> held = new ArrayList<>();
    private @Nullable ShareConsumer<String, byte[]> consumer;
    private Duration waitedInVain = Duration.ZERO;
    private Instant lastPoll = Instant.MIN;
    private int failures;
    private boolean refused;

    /** @param consumers makes consumers with explicit acknowledgement and record-limited acquisition */
    public ShareGroupQueue(
            String topic,
            Supplier<ShareConsumer<String, byte[]>> consumers,
            Backoff backoff,
            Sleeper sleeper,
            InstantSource clock) {
        this.topic = topic;
        this.consumers = consumers;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * The client fetches once more than it is asked where an answer comes as a poll begins, and what that brings lies in it,
     * locked, until the next poll. If that is long after the last, the tasks may be somebody else's by now; to renew tells.
     */
    @Override
    public List<ClaimedTask> claim(Duration wait) throws InterruptedException {
        if (refused) {
            replaceConsumer();
        }
        try {
            boolean lain = mayHaveLain();
            poll(wait).forEach(held::add);
            failures = 0;
            return lain && !held.isEmpty() && !renew() ? List.of() : readHeld();
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException | IllegalStateException e) {
            LOG.atWarn().addKeyValue("topic", topic).setCause(e).log("cannot claim, will try again");
            replaceConsumer();
            sleeper.sleep(backoff.afterFailures(++failures));
            return List.of();
        }
    }

    private boolean mayHaveLain() {
        return consumer != null && !lastPoll.plus(renewalInterval()).isAfter(clock.instant());
    }

    private List<ClaimedTask> readHeld() throws InterruptedException {
        Instant now = clock.instant();
        List<ClaimedTask> claimed = new ArrayList<>();
        held.forEach(message -> read(message, now).ifPresent(claimed::add));
        if (claimed.isEmpty() && !held.isEmpty()) {
            letGo(AcknowledgeType.REJECT);
        }
        return claimed;
    }

    @Override
    public void rendered() {}

    @Override
    public Duration renewalInterval() {
        Optional<Integer> lock = consumer == null ? Optional.empty() : consumer.acquisitionLockTimeoutMs();
        return lock.map(Duration::ofMillis).orElse(DEFAULT_LOCK).dividedBy(RENEWALS_PER_LOCK);
    }

    /**
     * A renewed record counts as held again only once a poll has returned it. The commit in between makes that a matter
     * of milliseconds: without it the renewal waits for the fetch that is under way.
     */
    @Override
    public boolean renew() throws InterruptedException {
        try {
            if (commit(AcknowledgeType.RENEW) && allReturned()) {
                return true;
            }
            warn("lock lost", null);
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException | IllegalStateException e) {
            warn("lock lost", e);
        }
        replaceConsumer();
        return false;
    }

    @Override
    public void acknowledge(Acknowledgement acknowledgement) throws InterruptedException {
        switch (acknowledgement) {
            case ACCEPT -> accept();
            case RELEASE -> letGo(AcknowledgeType.RELEASE);
        }
    }

    @Override
    public void startOver(int failuresInARow) throws InterruptedException {
        replaceConsumer();
        sleeper.sleep(backoff.afterFailures(failuresInARow));
    }

    @Override
    public void pause() {
        replaceConsumer();
    }

    @Override
    public void close() {
        replaceConsumer();
    }

    /** The broker is told of all of them at once, and the next claim need not wait for its answer. */
    private void accept() throws InterruptedException {
        try {
            ShareConsumer<String, byte[]> current = acknowledged(AcknowledgeType.ACCEPT);
            held.clear();
            current.commitAsync();
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException | IllegalStateException e) {
            warn("not acknowledged, will be delivered again", e);
            replaceConsumer();
        }
    }

    /** The consumer tells on the thread that uses it, during a later call. */
    private void hear(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception refusal) {
        if (refusal != null) {
            refused = true;
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("offset", offsets.values())
                    .setCause(refusal)
                    .log("acknowledgement refused, what was not renewed will be delivered again");
        }
    }

    private void letGo(AcknowledgeType type) throws InterruptedException {
        try {
            if (commit(type)) {
                held.clear();
                return;
            }
            warn("not acknowledged, will be delivered again", null);
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException | IllegalStateException e) {
            warn("not acknowledged, will be delivered again", e);
        }
        replaceConsumer();
    }

    /**
     * Looks for an eighth of the time that was already waited in vain. A poll sends one fetch, and a fetch that meets
     * the marker of a transaction brings nothing, so a long poll would sit out its time beside tasks that are there.
     */
    private ConsumerRecords<String, byte[]> poll(Duration wait) {
        Duration look = waitedInVain.dividedBy(LOOKS_PER_WAIT);
        if (look.compareTo(SHORTEST_LOOK) < 0) {
            look = SHORTEST_LOOK;
        }
        if (look.compareTo(wait) > 0) {
            look = wait;
        }
        ConsumerRecords<String, byte[]> messages = consumer().poll(look);
        lastPoll = clock.instant();
        waitedInVain = messages.isEmpty() ? waitedInVain.plus(look) : Duration.ZERO;
        return messages;
    }

    private ShareConsumer<String, byte[]> consumer() {
        ShareConsumer<String, byte[]> current = consumer;
        if (current == null) {
            current = consumers.get();
            current.setAcknowledgementCommitCallback(this::hear);
            current.subscribe(List.of(topic));
            consumer = current;
        }
        return current;
    }

    private Optional<ClaimedTask> read(ConsumerRecord<String, byte[]> message, Instant now) {
        Optional<ClaimedTask> task = TaskRecords.read(message, now);
        if (task.isEmpty()) {
            LOG.atError()
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .log("not a task, dropped");
        }
        return task;
    }

    /** False where the broker refused any of it. */
    private boolean commit(AcknowledgeType type) {
        return acknowledged(type).commitSync(COMMIT_TIMEOUT).values().stream().allMatch(Optional::isEmpty);
    }

    private ShareConsumer<String, byte[]> acknowledged(AcknowledgeType type) {
        ShareConsumer<String, byte[]> current = consumer();
        held.forEach(message -> current.acknowledge(message, type));
        return current;
    }

    private boolean allReturned() {
        Set<Delivery> missing = new HashSet<>();
        held.forEach(message -> missing.add(Delivery.of(message)));
        List<ConsumerRecord<String, byte[]>> returned = new ArrayList<>();
        for (int polls = 0; polls < RETURN_POLLS && !missing.isEmpty(); polls++) {
            for (ConsumerRecord<String, byte[]> message : consumer().poll(RETURN_WAIT)) {
                returned.add(message);
                if (!missing.remove(Delivery.of(message))) {
                    return false;
                }
            }
        }
        if (!missing.isEmpty()) {
            return false;
        }
        held.clear();
        held.addAll(returned);
        return true;
    }

    /** Closing a consumer gives back at once what it holds. */
    private void replaceConsumer() {
        held.clear();
        refused = false;
        ShareConsumer<String, byte[]> old = consumer;
        consumer = null;
        if (old != null) {
            try {
                old.close(CLOSE_TIMEOUT);
            } catch (KafkaException e) {
                LOG.atDebug().addKeyValue("topic", topic).setCause(e).log("consumer did not close");
            }
        }
    }

    private void warn(String what, @Nullable Throwable cause) {
        LOG.atWarn()
                .addKeyValue("topic", topic)
                .addKeyValue("offset", held.isEmpty() ? "none" : held.get(0).offset())
                .setCause(cause)
                .log(what);
    }

    /** Kafka's own exception has set the thread's flag; the checked one stands for it from here on. */
    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException("interrupted while talking to the broker");
    }

    /** One handing-out of one record: after a lost lock the same offset comes back with a higher count. */
    private record Delivery(int partition, long offset, Optional<Short> count) {
        static Delivery of(ConsumerRecord<String, byte[]> message) {
            return new Delivery(message.partition(), message.offset(), message.deliveryCount());
        }
    }
}
