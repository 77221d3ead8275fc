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

    @Test
    void shouldLetALaterLineBeTheFirstWhenOneWasReleased() {
        // Given
        FirstLines lines = new FirstLines();
        lines.putIfAbsent("A", 2);
        lines.putIfAbsent("B", 3);
        // When
        lines.release("A");
        // Then
        assertThat(lines.putIfAbsent("A", 7)).isZero();
        assertThat(lines.putIfAbsent("A", 8)).isEqualTo(7);
        assertThat(lines.putIfAbsent("B", 8)).isEqualTo(3);
    }
}
