package dev.renderfarm.common.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void shouldReadBackATaskId() {
        TaskId id = new TaskId(BatchId.random(new Random(1)), 17);

        assertThat(TaskId.parse(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch_", "batch_../x", "file-1", "batch_A", "batch_a/b", ""})
    void shouldRefuseWhatIsNoBatchId(String text) {
        assertThatThrownBy(() -> new BatchId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "A b", "a/b", "-a", ""})
    void shouldRefuseAModelNameThatIsNoTopicName(String text) {
        assertThatThrownBy(() -> new ModelName(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch_1", "batch_1/", "batch_1/-1", "batch_1/x"})
    void shouldRefuseWhatIsNoTaskId(String text) {
        assertThatThrownBy(() -> TaskId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
