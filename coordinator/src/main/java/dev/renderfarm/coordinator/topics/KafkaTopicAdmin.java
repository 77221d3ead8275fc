package dev.renderfarm.coordinator.topics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link TopicAdmin} through Kafka's admin client. */
final class KafkaTopicAdmin implements TopicAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicAdmin.class);

    private final Admin admin;

    KafkaTopicAdmin(Map<String, Object> clientSettings) {
        this.admin = Admin.create(clientSettings);
    }

    @Override
    public Set<String> names() throws InterruptedException {
        return await(admin.listTopics().names());
    }

    @Override
    public boolean isWrittenTo(Set<String> topics) throws InterruptedException {
        Set<String> present = new HashSet<>(topics);
        present.retainAll(names());
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        partitions(present).forEach((topic, count) -> IntStream.range(0, count)
                .forEach(number -> ends.put(new TopicPartition(topic, number), OffsetSpec.latest())));
        return await(admin.listOffsets(ends).all()).values().stream().anyMatch(end -> end.offset() > 0);
    }

    @Override
    public void create(TopicPlan.Topic topic, short replication) throws InterruptedException {
        var wanted = new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.settings());
        try {
            await(admin.createTopics(List.of(wanted)).all());
            LOG.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partitions", topic.partitions())
                    .log("topic created");
        } catch (TopicExistsException e) {
            LOG.atDebug().addKeyValue("topic", topic.name()).log("topic exists");
        }
    }

    @Override
    public Map<String, Integer> partitions(Set<String> topics) throws InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        await(admin.describeTopics(topics).allTopicNames())
                .forEach(
                        (name, found) -> partitions.put(name, found.partitions().size()));
        return partitions;
    }

    @Override
    public Map<String, Map<String, String>> settings(Set<String> topics) throws InterruptedException {
        Set<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        Map<String, Map<String, String>> settings = new HashMap<>();
        await(admin.describeConfigs(resources).all())
                .forEach((resource, found) -> settings.put(resource.name(), values(found)));
        return settings;
    }

    @Override
    public void setOfTopic(String topic, String name, String value) throws InterruptedException {
        set(new ConfigResource(ConfigResource.Type.TOPIC, topic), name, value);
    }

    @Override
    public void setOfGroup(String group, String name, String value) throws InterruptedException {
        set(new ConfigResource(ConfigResource.Type.GROUP, group), name, value);
    }

    @Override
    public void close() {
        admin.close();
    }

    private void set(ConfigResource resource, String name, String value) throws InterruptedException {
        var setting = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        await(admin.incrementalAlterConfigs(Map.of(resource, List.of(setting))).all());
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refusal ? refusal : new KafkaException(e.getCause());
        }
    }
}
