package dev.renderfarm.coordinator.topics;

import java.util.Map;
import java.util.Set;

/**
 * What the farm asks of a broker to set its topics up.
 *
 * <p>Every method throws {@link org.apache.kafka.common.KafkaException} where the broker does not answer or refuses.
 */
interface TopicAdmin extends AutoCloseable {

    /** Of all topics. */
    Set<String> names() throws InterruptedException;

    /** Whether anything has ever been written to one of those topics; one that does not exist has not. */
    boolean isWrittenTo(Set<String> topics) throws InterruptedException;

    /** Creates the topic unless one of that name exists, whatever its shape. */
    void create(TopicPlan.Topic topic, short replication) throws InterruptedException;

    /** Numbers of partitions, by topic. */
    Map<String, Integer> partitions(Set<String> topics) throws InterruptedException;

    /** Settings as they hold, by topic and name. */
    Map<String, Map<String, String>> settings(Set<String> topics) throws InterruptedException;

    void setOfTopic(String topic, String name, String value) throws InterruptedException;

    /**
     * @throws org.apache.kafka.common.errors.InvalidConfigurationException or the like where the broker does not allow
     * it
     */
    void setOfGroup(String group, String name, String value) throws InterruptedException;

    @Override
    void close();
}
