package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RetryCommandTest {

    private static final String ENDED = "batch_ended";

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldNameTheBatchThatRendersWhatFailed() {
        // Given
        farm.on("POST /v1/batches/" + ENDED + "/retry", Batches.inProgress(1, 0));
        // When
        int exitCode = console.run("retry", ENDED, "--unfinished");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out())
                .hasToString("What failed of batch_ended is rendered again as " + Batches.ID
                        + "\nFollow it: farm watch " + Batches.ID + "\n");
    }

    @Test
    void shouldAskForOtherPicturesOfSomeLines() {
        // Given
        farm.on("POST /v1/batches/" + ENDED + "/retry", Batches.inProgress(1, 0));
        // When
        console.run("retry", ENDED, "--all", "--sku", "MUG", "--sku", "CUP", "--new-seed");
        // Then
        assertThat(farm.requests())
                .singleElement()
                .extracting(FakeFarm.Request::body)
                .isEqualTo("{\"new_seed\":true,\"all\":true,\"custom_ids\":[\"MUG\",\"CUP\"]}");
        assertThat(console.out()).asString().startsWith("What is wanted of batch_ended is rendered again");
    }
}
