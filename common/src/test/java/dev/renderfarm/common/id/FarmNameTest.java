package dev.renderfarm.common.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarmNameTest {

    /** Kafka's own. */
    private static final int LONGEST_TOPIC = 249;

    @Test
    void shouldKeepWithinKafkasLimitWhenFarmAndModelAreAsLongAsTheyMayBe() {
        var farm = new FarmName("f".repeat(FarmName.MAX_LENGTH));
        var model = new ModelName("m".repeat(ModelName.MAX_LENGTH));
        assertThat(new FarmTopics(farm).tasks(model, Lane.INTERACTIVE)).hasSize(LONGEST_TOPIC);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FarmName("f".repeat(FarmName.MAX_LENGTH + 1)))
                .withMessageContaining("at most 165 characters, this one has 166");
    }

    @ParameterizedTest
    @ValueSource(strings = {"renderfarm", "7", "spring-catalogue", "com.example.renders", "tasks", "a.taskset"})
    void shouldTakeANameWhenKafkaTakesItAndNoOtherFarmCanHaveItsTopics(String name) {
        assertThat(new FarmName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "a b", "a_b", "a/b", ".a", "a.", "a..b", "-a", "a.-b", "häuser", "a\n", "*"})
    void shouldRefuseANameWhenKafkaOrAnotherFarmCouldTakeItForSomethingElse(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FarmName(name))
                .withMessageContaining("lower-case letters, digits and hyphens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tasks", "a.tasks.b"})
    void shouldRefuseANameWhenItsTopicsCouldBeTheTasksOfAnotherFarm(String name) {
        assertThat(new FarmTopics(new FarmName("a")).tasks(new ModelName("commands"), Lane.BATCH))
                .isEqualTo("a.tasks.commands");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FarmName(name))
                .withMessageContaining("no part \"tasks\"");
    }
}
