package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstLinesTest {

    @Test
    void shouldKnowTheFirstLineOfEachWhenThereAreMany() {
        // Given
        FirstLines lines = new FirstLines();
        int count = 200_000;
        for (int line = 1; line <= count; line++) {
            assertThat(lines.putIfAbsent("id-" + line, line)).isZero();
        }
        // When
        int wrong = 0;
        for (int line = 1; line <= count; line++) {
            wrong += lines.putIfAbsent("id-" + line, count + line) == line ? 0 : 1;
        }
        // Then
        assertThat(wrong).isZero();
    }
}
