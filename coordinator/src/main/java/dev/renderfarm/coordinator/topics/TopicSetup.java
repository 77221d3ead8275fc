package dev.renderfarm.coordinator.topics;

import dev.renderfarm.common.topic.FarmTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing. Of those that exist it mends the settings that the farm cannot do without,
 * leaves the others as they are, and does not go on where their partitions do not fit together. Tries until all is
 * well.
 */
public final class TopicSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<TopicAdmin> broker;
    private volatile @Nullable String problem = "the topics have not been looked at yet";

    TopicSetup(Supplier<TopicAdmin> broker) {
        this.broker = broker;
    }

    /** @param clientSettings of the admin client, the broker's address among them */
    public static TopicSetup through(Map<String, Object> clientSettings) {
        Map<String, Object> settings = Map.copyOf(clientSettings);
        return new TopicSetup(() -> new KafkaTopicAdmin(settings));
    }

    /**
     * Returns when all topics are there and all groups are set up.
     *
     * @param groups settings by group; one that the broker does not allow is logged and left out
     */
    public void carryOut(TopicPlan plan, Map<String, Map<String, String>> groups) throws InterruptedException {
        boolean done = false;
        while (!done) {
            done = attempt(plan, groups);
            if (!done) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    /** Why it is not done, for whoever runs the farm; empty once all is well. Safe for several threads. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** @return whether all is well */
    boolean attempt(TopicPlan plan, Map<String, Map<String, String>> groups) throws InterruptedException {
        String found = tryOnce(plan, groups);
        if (found != null && !found.equals(problem)) {
            LOG.atWarn().addKeyValue("problem", found).log("topics are not set up yet, trying again");
        }
        problem = found;
        return found == null;
    }

    private @Nullable String tryOnce(TopicPlan plan, Map<String, Map<String, String>> groups)
            throws InterruptedException {
        try (TopicAdmin admin = broker.get()) {
            for (TopicPlan.Topic topic : plan.topics()) {
                admin.create(topic, plan.replication());
            }
            Optional<String> misfit = misfit(plan.names(), admin);
            if (misfit.isPresent()) {
                return misfit.get();
            }
            mendSettings(admin, plan);
            for (Map.Entry<String, Map<String, String>> group : groups.entrySet()) {
                for (Map.Entry<String, String> setting : group.getValue().entrySet()) {
                    setOfGroup(admin, group.getKey(), setting.getKey(), setting.getValue());
                }
            }
            return null;
        } catch (KafkaException e) {
            return e.toString();
        }
    }

    /** The ledger finds a batch's commands and its results in the same partition, by the batch's id. */
    private static Optional<String> misfit(FarmTopics names, TopicAdmin admin) throws InterruptedException {
        Map<String, Integer> partitions = admin.partitions(Set.of(names.commands(), names.results()));
        Integer commands = partitions.get(names.commands());
        Integer results = partitions.get(names.results());
        if (Objects.equals(commands, results)) {
            return Optional.empty();
        }
        return Optional.of(
                names.commands() + " has " + commands + " partitions and " + names.results() + " has " + results
                        + ", so results would not reach their batches: raise the smaller number with kafka-topics "
                        + "--alter, or delete"
                        + " the topic that has the wrong one while no batch is open, and it is created anew");
    }

    private static void mendSettings(TopicAdmin admin, TopicPlan plan) throws InterruptedException {
        Set<String> names = plan.topics().stream().map(TopicPlan.Topic::name).collect(Collectors.toSet());
        Map<String, Map<String, String>> present = admin.settings(names);
        for (TopicPlan.Topic topic : plan.topics()) {
            for (Map.Entry<String, String> needed : topic.indispensable().entrySet()) {
                String held = present.getOrDefault(topic.name(), Map.of()).get(needed.getKey());
                if (!needed.getValue().equals(held)) {
                    LOG.atWarn()
                            .addKeyValue("topic", topic.name())
                            .addKeyValue("setting", needed.getKey())
                            .addKeyValue("value", needed.getValue())
                            .addKeyValue("was", held)
                            .log("a topic has a setting that the farm cannot do with, it is changed");
                    admin.setOfTopic(topic.name(), needed.getKey(), needed.getValue());
                }
            }
        }
    }

    private static void setOfGroup(TopicAdmin admin, String group, String name, String value)
            throws InterruptedException {
        try {
            admin.setOfGroup(group, name, value);
        } catch (InvalidConfigurationException | InvalidRequestException e) {
            LOG.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("setting", name)
                    .addKeyValue("value", value)
                    .addKeyValue("problem", e.getMessage())
                    .log("the broker does not allow a setting of a group, its own holds");
        }
    }
}
