package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupTest {

    private final List<Integer> exits = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, UnsatisfiedLinkError.class, OutOfMemoryError.class})
    void shouldExitWhenTheWorkerCannotStart(Class<? extends Throwable> problem) throws ReflectiveOperationException {
        // Given
        Throwable thrown = problem.getConstructor().newInstance();
        Startup startup = new Startup(() -> fail(thrown), exits::add);
        // When
        startup.run();
        // Then
        assertThat(exits).containsExactly(1);
    }

    @Test
    void shouldNotExitByItselfWhenItIsStoppedMeanwhile() {
        // When
        new Startup(() -> fail(new InterruptedException()), exits::add).run();
        // Then
        assertThat(exits).isEmpty();
    }

    private static void fail(Throwable problem) throws InterruptedException {
        if (problem instanceof InterruptedException interruption) {
            throw interruption;
        }
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }
}
