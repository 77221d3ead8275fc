package dev.renderfarm.coordinator.queue;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** {@link QueueOffsets} through Kafka's admin client. */
final class KafkaQueueOffsets implements QueueOffsets {

    private final Admin admin;
    private final FarmTopics names;

    KafkaQueueOffsets(Map<String, Object> clientSettings, FarmTopics names) {
        this.admin = Admin.create(clientSettings);
        this.names = names;
    }

    @Override
    public Map<Integer, Long> ends(ModelName model, Lane lane) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = partitions(model, lane).stream()
                .collect(Collectors.toMap(Function.identity(), one -> OffsetSpec.latest()));
        Map<Integer, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest).all())
                .forEach((partition, found) -> ends.put(partition.partition(), found.offset()));
        return ends;
    }

    @Override
    public Map<Integer, GroupOffset> group(ModelName model, Lane lane) throws InterruptedException {
        String group = names.workersGroup(model, lane);
        var asked = new ListShareGroupOffsetsSpec().topicPartitions(partitions(model, lane));
        Map<Integer, GroupOffset> offsets = new HashMap<>();
        await(admin.listShareGroupOffsets(Map.of(group, asked)).partitionsToOffsetInfo(group))
                .forEach((partition, found) -> {
                    if (found != null) {
                        offsets.put(partition.partition(), offset(found));
                    }
                });
        return offsets;
    }

    @Override
    public void close() {
        admin.close();
    }

    private static GroupOffset offset(SharePartitionOffsetInfo found) {
        return new GroupOffset(
                found.startOffset(), found.lag().filter(lag -> lag <= 0).isPresent());
    }

    private List<TopicPartition> partitions(ModelName model, Lane lane) throws InterruptedException {
        String topic = names.tasks(model, lane);
        return await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(described -> described.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refusal ? refusal : new KafkaException(e.getCause());
        }
    }
}
