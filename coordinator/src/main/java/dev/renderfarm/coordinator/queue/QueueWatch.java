package dev.renderfarm.coordinator.queue;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.batch.TaskQueues;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TaskQueues} by asking the broker every ten seconds, on a thread of its own. While the broker does not answer
 * nothing new is known, and nothing that was known becomes wrong.
 */
public final class QueueWatch implements TaskQueues, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final Supplier<QueueOffsets> broker;
    private final Collection<ModelName> models;
    private final InstantSource clock;
    private final Map<Queue, QueueMarks> marks = new ConcurrentHashMap<>();
    private final Set<Queue> unanswered = new HashSet<>();
    private @Nullable QueueOffsets connected;

    private record Queue(ModelName model, Lane lane) {}

    QueueWatch(Supplier<QueueOffsets> broker, Collection<ModelName> models, InstantSource clock) {
        this.broker = broker;
        this.models = models;
        this.clock = clock;
    }

    /** @param clientSettings of the admin client, the broker's address among them */
    public static QueueWatch through(
            Map<String, Object> clientSettings, FarmTopics names, Collection<ModelName> models, InstantSource clock) {
        Map<String, Object> settings = Map.copyOf(clientSettings);
        return new QueueWatch(() -> new KafkaQueueOffsets(settings, names), models, clock);
    }

    @Override
    public Optional<Instant> doneSince(ModelName model, Lane lane, Instant dispatchedAt) {
        return Optional.ofNullable(marks.get(new Queue(model, lane))).flatMap(known -> known.doneSince(dispatchedAt));
    }

    /** Returns when it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                for (ModelName model : models) {
                    for (Lane lane : Lane.values()) {
                        look(model, lane);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (connected != null) {
                connected.close();
            }
        }
    }

    void look(ModelName model, Lane lane) throws InterruptedException {
        Queue queue = new Queue(model, lane);
        try {
            if (connected == null) {
                connected = broker.get();
            }
            Instant at = clock.instant();
            Map<Integer, Long> ends = connected.ends(model, lane);
            marks.computeIfAbsent(queue, name -> new QueueMarks()).look(at, ends, connected.group(model, lane));
            unanswered.remove(queue);
        } catch (KafkaException e) {
            if (unanswered.add(queue)) {
                LOG.atWarn()
                        .addKeyValue("model", model)
                        .addKeyValue("lane", lane.wireName())
                        .addKeyValue("problem", e.toString())
                        .log("the broker does not say how far the queue is: no task of it is taken for lost");
            }
        }
    }
}
