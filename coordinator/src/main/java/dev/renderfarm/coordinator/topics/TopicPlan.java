package dev.renderfarm.coordinator.topics;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which topics the farm has, and how its groups are set up.
 *
 * @param names of the farm's topics and groups
 * @param models whose task topics and share groups there are
 * @param partitions of the topics keyed by batch
 * @param taskPartitions of each model's task topic of batches; one shares the work out best, more are for farms beyond 2,000 slots
 */
public record TopicPlan(
        FarmTopics names, List<ModelName> models, int partitions, int taskPartitions, short replication) {

    private static final Set<String> INDISPENSABLE = Set.of("cleanup.policy", "message.timestamp.type");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    /** Longer than any month: who was warned on its first day is not to be warned again on its last. */
    private static final Duration LONGEST_MONTH = Duration.ofDays(32);

    private static final Duration YEAR = Duration.ofDays(366);

    /** A topic that has to exist. */
    public record Topic(String name, int partitions, Map<String, String> settings) {
        public Topic {
            settings = Map.copyOf(settings);
        }

        /** Settings that the farm enforces. */
        Map<String, String> indispensable() {
            Map<String, String> kept = new TreeMap<>(settings);
            kept.keySet().retainAll(INDISPENSABLE);
            return kept;
        }
    }

    public TopicPlan {
        models = List.copyOf(models);
        if (partitions < 1 || taskPartitions < 1 || replication < 1) {
            throw new IllegalArgumentException("topics need at least 1 partition and 1 replica: partitions "
                    + partitions + ", task partitions " + taskPartitions + ", replication " + replication);
        }
    }

    public List<Topic> topics() {
        List<Topic> topics = new ArrayList<>();
        topics.add(identity());
        topics.add(new Topic(names.commands(), partitions, deletedAfter(WEEK)));
        topics.add(new Topic(names.results(), partitions, deletedAfter(WEEK)));
        topics.add(new Topic(names.batchStatus(), partitions, compacted()));
        topics.add(new Topic(names.workers(), 1, stampedByTheBroker(compacted())));
        topics.add(new Topic(names.drainRequests(), 1, deletedAfter(WEEK)));
        topics.add(new Topic(names.keys(), 1, compacted()));
        topics.add(new Topic(names.audit(), 1, deletedAfter(YEAR)));
        topics.add(new Topic(names.deadLetters(), 1, deletedAfter(MONTH)));
        topics.add(new Topic(names.webhooks(), 1, compacted()));
        topics.add(new Topic(names.webhookDeliveries(), partitions, compactedAndDeletedAfter(LONGEST_MONTH)));
        for (ModelName model : models) {
            topics.add(new Topic(names.tasks(model, Lane.BATCH), taskPartitions, deletedAfter(WEEK)));
            topics.add(new Topic(names.tasks(model, Lane.INTERACTIVE), 1, deletedAfter(WEEK)));
        }
        return List.copyOf(topics);
    }

    /** Where the farm's identity stands: one partition, so that one record is the first. */
    Topic identity() {
        return new Topic(names.identity(), 1, compacted());
    }

    /** Settings of the share groups of each model's workers, by group. They hold for readers that join afterwards. */
    public Map<String, Map<String, String>> shareGroups(Duration lock) {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        for (ModelName model : models) {
            for (Lane lane : Lane.values()) {
                groups.put(
                        names.workersGroup(model, lane),
                        Map.of(
                                "share.auto.offset.reset", "earliest",
                                "share.isolation.level", "read_committed",
                                "share.record.lock.duration.ms", String.valueOf(lock.toMillis())));
            }
        }
        return groups;
    }

    private static Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.1", "segment.ms", "3600000");
    }

    private static Map<String, String> compactedAndDeletedAfter(Duration retention) {
        Map<String, String> both = new TreeMap<>(compacted());
        both.put("cleanup.policy", "compact,delete");
        both.put("retention.ms", String.valueOf(retention.toMillis()));
        return both;
    }

    /** Else the times of records are those of the clocks of their writers. */
    private static Map<String, String> stampedByTheBroker(Map<String, String> settings) {
        Map<String, String> stamped = new TreeMap<>(settings);
        stamped.put("message.timestamp.type", "LogAppendTime");
        return stamped;
    }

    private static Map<String, String> deletedAfter(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", String.valueOf(retention.toMillis()));
    }
}
