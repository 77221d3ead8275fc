package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SteeringCommandTest {

    private static final String ID = Batches.ID.value();

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldCancel() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/cancel", Batches.cancelled(4, 1, 3));
        // When
        int exitCode = console.run("cancel", ID);
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString(ID + " is cancelled\n");
    }

    @Test
    void shouldPause() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/pause", Batches.paused(2, 1));
        // When
        int exitCode = console.run("pause", ID);
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString(ID + " is paused\n");
    }

    @Test
    void shouldResume() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/resume", Batches.inProgress(3, 1));
        // When
        int exitCode = console.run("resume", ID);
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString(ID + " goes on\n");
    }
}
