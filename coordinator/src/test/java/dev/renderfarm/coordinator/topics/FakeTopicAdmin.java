package dev.renderfarm.coordinator.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TimeoutException;

/** A {@link TopicAdmin} of a broker in memory, which lets a test create topics of any shape and be away. */
final class FakeTopicAdmin implements TopicAdmin {

    final Map<String, Integer> partitions = new TreeMap<>();
    final Map<String, Map<String, String>> settings = new TreeMap<>();
    final Map<String, Map<String, String>> groups = new TreeMap<>();
    boolean available = true;
    String forbiddenOfGroups = "";

    /** As a broker does for a client that comes before the farm's own set-up. */
    void createWithDefaults(String topic) {
        partitions.put(topic, 1);
        settings.put(topic, new HashMap<>(Map.of("cleanup.policy", "delete", "message.timestamp.type", "CreateTime")));
    }

    @Override
    public void create(TopicPlan.Topic topic, short replication) {
        if (!available) {
            throw new TimeoutException("made unavailable by the test");
        }
        if (partitions.putIfAbsent(topic.name(), topic.partitions()) == null) {
            settings.put(topic.name(), new HashMap<>(topic.settings()));
        }
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(partitions.keySet());
    }

    @Override
    public boolean isWrittenTo(Set<String> topics) {
        throw new UnsupportedOperationException("nothing is written to a fake topic");
    }

    @Override
    public Map<String, Integer> partitions(Set<String> topics) {
        return topics.stream().collect(Collectors.toMap(topic -> topic, partitions::get));
    }

    @Override
    public Map<String, Map<String, String>> settings(Set<String> topics) {
        return topics.stream().collect(Collectors.toMap(topic -> topic, settings::get));
    }

    @Override
    public void setOfTopic(String topic, String name, String value) {
        Objects.requireNonNull(settings.get(topic), topic).put(name, value);
    }

    @Override
    public void setOfGroup(String group, String name, String value) {
        if (name.equals(forbiddenOfGroups)) {
            throw new InvalidConfigurationException("the test does not allow " + name);
        }
        groups.computeIfAbsent(group, unseen -> new TreeMap<>()).put(name, value);
    }

    @Override
    public void close() {}
}
