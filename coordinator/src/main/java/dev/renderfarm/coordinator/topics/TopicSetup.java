package dev.renderfarm.coordinator.topics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates what is missing and leaves topics that exist as they are. Goes on trying until the broker answers. */
public final class TopicSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> clientSettings;

    /** @param clientSettings of the admin client, the broker's address among them */
    public TopicSetup(Map<String, Object> clientSettings) {
        this.clientSettings = Map.copyOf(clientSettings);
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

    private boolean attempt(TopicPlan plan, Map<String, Map<String, String>> groups) throws InterruptedException {
        try (Admin admin = Admin.create(clientSettings)) {
            for (TopicPlan.Topic topic : plan.topics()) {
                create(admin, topic, plan.replication());
            }
            for (Map.Entry<String, Map<String, String>> group : groups.entrySet()) {
                for (Map.Entry<String, String> setting : group.getValue().entrySet()) {
                    set(admin, group.getKey(), setting.getKey(), setting.getValue());
                }
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            LOG.warn("topics are not there yet, trying again: {}", reason.toString());
            return false;
        }
    }

    private static void create(Admin admin, TopicPlan.Topic topic, short replication)
            throws InterruptedException, ExecutionException {
        var wanted = new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.settings());
        try {
            admin.createTopics(List.of(wanted)).all().get();
            LOG.info("topic created topic={} partitions={}", topic.name(), topic.partitions());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void set(Admin admin, String group, String name, String value)
            throws InterruptedException, ExecutionException {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var setting = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(setting)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException)
                    && !(e.getCause() instanceof InvalidRequestException)) {
                throw e;
            }
            LOG.warn(
                    "the broker does not allow a setting of a group, its own holds group={} setting={}={}: {}",
                    group,
                    name,
                    value,
                    e.getCause().getMessage());
        }
    }
}
