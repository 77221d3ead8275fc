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

    @Test
    void shouldProceedAndExpedite() {
        farm.on("POST /v1/batches/" + ID + "/proceed", Batches.inProgress(3, 1));
        farm.on("POST /v1/batches/" + ID + "/expedite", Batches.inProgress(3, 1));
        assertThat(console.run("proceed", ID)).isZero();
        assertThat(console.run("expedite", ID)).isZero();
        assertThat(console.out()).hasToString(ID + " goes on\n" + ID + " has priority 0\n");
    }

    @Test
    void shouldChangeTheTermsThatAreSaid() {
        // Given
        farm.on("PATCH /v1/batches/" + ID, Batches.inProgress(3, 1));
        // When
        int exitCode = console.run("edit", ID, "--priority", "-5", "--deadline", "", "--name", "Spring mugs");
        // Then
        assertThat(exitCode).isZero();
        assertThat(asked()).isEqualTo("{\"name\":\"Spring mugs\",\"priority\":-5,\"deadline\":\"\"}");
        assertThat(console.out()).hasToString(ID + " has no name, has priority 0\n");
    }

    @Test
    void shouldReviewLines() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/reviews", Batches.completed(4, 4, 0));
        // When
        int exitCode =
                console.run("review", ID, "--approve", "MUG-1", "MUG-2", "--reject", "CUP", "--note", "too dark");
        // Then
        assertThat(exitCode).isZero();
        assertThat(asked())
                .isEqualTo("{\"reviews\":["
                        + "{\"custom_id\":\"MUG-1\",\"verdict\":\"approved\",\"note\":\"too dark\"},"
                        + "{\"custom_id\":\"MUG-2\",\"verdict\":\"approved\",\"note\":\"too dark\"},"
                        + "{\"custom_id\":\"CUP\",\"verdict\":\"rejected\",\"note\":\"too dark\"}]}");
        assertThat(console.out()).hasToString(ID + " has 0 approved and 0 rejected pictures\n");
    }

    @Test
    void shouldSayWhatAReviewNeeds() {
        assertThat(console.run("review", ID)).isEqualTo(2);
        assertThat(console.err().toString()).contains("--approve SKU");
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldSkipLines() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/tasks/skip", Batches.inProgress(3, 1));
        // When
        int exitCode = console.run("skip", ID, "MUG", "CUP");
        // Then
        assertThat(exitCode).isZero();
        assertThat(asked()).isEqualTo("{\"custom_ids\":[\"MUG\",\"CUP\"]}");
        assertThat(console.out()).hasToString(ID + " goes on without them: 4: 1 completed, 3 waiting\n");
    }

    @Test
    void shouldDrawOtherPicturesOfLines() {
        // Given
        farm.on("POST /v1/batches/batch_ended/rerolls", Batches.inProgress(1, 0));
        // When
        int exitCode =
                console.run("reroll", "batch_ended", "MUG", "CUP", "--prompt", "a red one", "--same-seed", "-n", "2");
        // Then
        assertThat(exitCode).isZero();
        String asked = "\"prompt\":\"a red one\",\"new_seed\":false,\"n\":2}";
        assertThat(asked())
                .isEqualTo("{\"items\":[{\"custom_id\":\"MUG\"," + asked + ",{\"custom_id\":\"CUP\"," + asked + "]}");
        assertThat(console.out())
                .hasToString(
                        "Other pictures of batch_ended are drawn as " + ID + "\nFollow it: farm watch " + ID + "\n");
    }

    private String asked() {
        return farm.requests().get(0).body();
    }
}
