package dev.renderfarm.cli.download;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedTasksTest {

    private final BoundedTasks tasks = new BoundedTasks(2);

    @AfterEach
    void closeTasks() {
        tasks.close();
    }

    @Test
    void shouldEndWithTheFailureWhenATaskFails() throws InterruptedException {
        // Given
        IllegalArgumentException failure = new IllegalArgumentException("no such picture");
        tasks.submit(() -> {
            throw failure;
        });
        // When, Then
        assertThatThrownBy(tasks::awaitAll).isSameAs(failure);
    }

    @Test
    void shouldFailWhenATaskEndsInAnError() throws InterruptedException {
        // Given
        Error error = new OutOfMemoryError("made up");
        tasks.submit(() -> {
            throw error;
        });
        // When, Then
        assertThatThrownBy(tasks::awaitAll)
                .isInstanceOf(IllegalStateException.class)
                .hasCause(error);
    }

    @Test
    void shouldFailWhenATaskIsInterrupted() throws InterruptedException {
        // Given
        tasks.submit(() -> {
            throw new InterruptedException("made up");
        });
        // When, Then
        assertThatThrownBy(tasks::awaitAll).isInstanceOf(InterruptedException.class);
    }
}
