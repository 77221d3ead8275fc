package dev.renderfarm.coordinator.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSetupTest {

    private static final FarmTopics NAMES = new FarmTopics(FarmName.DEFAULT);

    private static final Map<String, Map<String, String>> GROUPS = Map.of("g", Map.of("a", "1", "b", "2"));

    private final FakeTopicAdmin broker = new FakeTopicAdmin();
    private final TopicSetup setup = new TopicSetup(() -> broker);
    private final TopicPlan plan = new TopicPlan(NAMES, List.of(new ModelName("tiny")), 4, 1, (short) 1);

    @Test
    void shouldCreateWhatIsMissing() throws InterruptedException {
        assertThat(setup.attempt(plan, GROUPS)).isTrue();
        assertThat(setup.problem()).isEmpty();
        assertThat(broker.partitions)
                .containsEntry(NAMES.commands(), 4)
                .containsEntry(NAMES.results(), 4)
                .containsEntry(NAMES.tasks(new ModelName("tiny"), Lane.BATCH), 1);
        assertThat(broker.groups).isEqualTo(GROUPS);
    }

    @Test
    void shouldRefuseTopicsWhosePartitionsDoNotFitTogether() throws InterruptedException {
        // Given
        broker.createWithDefaults(NAMES.results());
        // When
        boolean done = setup.attempt(plan, GROUPS);
        // Then
        assertThat(done).isFalse();
        assertThat(setup.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("renderfarm.commands has 4 partitions and renderfarm.results has 1")
                .contains("delete"));
    }

    @Test
    void shouldGoOnWhenThePartitionsHaveBeenMended() throws InterruptedException {
        // Given
        broker.createWithDefaults(NAMES.results());
        setup.attempt(plan, GROUPS);
        // When
        broker.partitions.put(NAMES.results(), 4);
        // Then
        assertThat(setup.attempt(plan, GROUPS)).isTrue();
        assertThat(setup.problem()).isEmpty();
    }

    @Test
    void shouldTakeOtherPartitionsThanPlannedWhenTheyFitTogether() throws InterruptedException {
        broker.createWithDefaults(NAMES.commands());
        broker.createWithDefaults(NAMES.results());
        assertThat(setup.attempt(plan, GROUPS)).isTrue();
    }

    @Test
    void shouldCompactTopicsOfStateThatWereCreatedWithDefaults() throws InterruptedException {
        // Given
        broker.createWithDefaults(NAMES.batchStatus());
        broker.createWithDefaults(NAMES.workers());
        // When
        setup.attempt(plan, GROUPS);
        // Then
        assertThat(broker.settings.get(NAMES.batchStatus())).containsEntry("cleanup.policy", "compact");
        assertThat(broker.settings.get(NAMES.workers()))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("message.timestamp.type", "LogAppendTime");
    }

    @Test
    void shouldLeaveSettingsThatAnOperatorMayChoose() throws InterruptedException {
        // Given
        setup.attempt(plan, GROUPS);
        broker.setOfTopic(NAMES.commands(), "retention.ms", "1");
        // When
        setup.attempt(plan, GROUPS);
        // Then
        assertThat(broker.settings.get(NAMES.commands())).containsEntry("retention.ms", "1");
    }

    @Test
    void shouldLeaveOutWhatTheBrokerDoesNotAllowForAGroup() throws InterruptedException {
        broker.forbiddenOfGroups = "a";
        assertThat(setup.attempt(plan, GROUPS)).isTrue();
        assertThat(broker.groups).isEqualTo(Map.of("g", Map.of("b", "2")));
    }

    @Test
    void shouldSayWhyWhenTheBrokerIsAway() throws InterruptedException {
        broker.available = false;
        assertThat(setup.attempt(plan, GROUPS)).isFalse();
        assertThat(setup.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("made unavailable by the test"));
    }
}
