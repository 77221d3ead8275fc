package dev.renderfarm.endtoend.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessUseTest {

    @Test
    void shouldCountEndedThreadsOnlyInTheSumWhenTheyEndedSince() {
        // Given
        ProcessUse before = new ProcessUse(100, Map.of("slot-N", 60.0, "short", 10.0));

        // When
        ProcessUse used = new ProcessUse(180, Map.of("slot-N", 90.0, "new", 20.0)).since(before);

        // Then
        assertThat(used.millis()).isEqualTo(80);
        assertThat(used.threads()).containsOnly(Map.entry("slot-N", 30.0), Map.entry("new", 20.0));
        assertThat(used.millisOfEndedThreads()).isEqualTo(30);
    }

    @Test
    void shouldKnowThisProcessAndItsThreadsWhenAsked() {
        // When
        ProcessUse use = ProcessUse.of(ProcessHandle.current().pid());

        // Then
        assertThat(use.millis()).isPositive();
        assertThat(use.threads()).isNotEmpty().allSatisfy((name, millis) -> assertThat(name)
                .doesNotContainPattern("[0-9]"));
    }
}
