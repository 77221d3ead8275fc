package dev.renderfarm.coordinator.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.topic.FarmTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final FarmTopics NAMES = new FarmTopics(FarmName.DEFAULT);

    private final TopicPlan plan =
            new TopicPlan(NAMES, List.of(new ModelName("tiny"), new ModelName("z-image")), 6, 2, (short) 1);

    @Test
    void shouldPlanEveryTopicWithItsPartitions() {
        assertThat(plan.topics())
                .extracting(topic -> topic.name() + " " + topic.partitions())
                .containsExactly(
                        "renderfarm.identity 1",
                        "renderfarm.commands 6",
                        "renderfarm.results 6",
                        "renderfarm.batch-status 6",
                        "renderfarm.workers 1",
                        "renderfarm.drain-requests 1",
                        "renderfarm.keys 1",
                        "renderfarm.audit 1",
                        "renderfarm.dead-letters 1",
                        "renderfarm.webhooks 1",
                        "renderfarm.webhook-deliveries 6",
                        "renderfarm.tasks.tiny 2",
                        "renderfarm.tasks._interactive.tiny 1",
                        "renderfarm.tasks.z-image 2",
                        "renderfarm.tasks._interactive.z-image 1");
    }

    @Test
    void shouldCompactWhatIsStateAndDeleteWhatIsHistory() {
        assertThat(plan.topics())
                .filteredOn(topic -> "compact".equals(topic.settings().get("cleanup.policy")))
                .extracting(TopicPlan.Topic::name)
                .containsExactly(
                        "renderfarm.identity",
                        "renderfarm.batch-status",
                        "renderfarm.workers",
                        "renderfarm.keys",
                        "renderfarm.webhooks");
        assertThat(plan.topics())
                .filteredOn(topic -> topic.name().equals("renderfarm.dead-letters"))
                .extracting(topic -> topic.settings().get("retention.ms"))
                .containsExactly(String.valueOf(Duration.ofDays(30).toMillis()));
        assertThat(plan.topics())
                .filteredOn(topic -> topic.name().equals("renderfarm.webhook-deliveries"))
                .extracting(topic -> topic.settings().get("retention.ms"))
                .as("longer than any month")
                .containsExactly(String.valueOf(Duration.ofDays(32).toMillis()));
    }

    @Test
    void shouldHaveShareGroupsBeginWithTheEarliestCommittedTask() {
        assertThat(plan.shareGroups(Duration.ofSeconds(15)))
                .containsOnlyKeys(
                        "renderfarm-workers.tiny",
                        "renderfarm-workers._interactive.tiny",
                        "renderfarm-workers.z-image",
                        "renderfarm-workers._interactive.z-image")
                .containsEntry(
                        "renderfarm-workers.tiny",
                        Map.of(
                                "share.auto.offset.reset", "earliest",
                                "share.isolation.level", "read_committed",
                                "share.record.lock.duration.ms", "15000"));
    }

    @Test
    void shouldRefuseTopicsWithoutPartitions() {
        assertThatThrownBy(() -> new TopicPlan(NAMES, List.of(), 0, 1, (short) 1))
                .hasMessageContaining("at least 1 partition");
    }
}
