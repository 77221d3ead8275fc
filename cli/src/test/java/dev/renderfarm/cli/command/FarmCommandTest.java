package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.failure.FailureCode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

class FarmCommandTest {

    private static final String ID = Batches.ID.value();
    private static final String BATCH = "GET /v1/batches/" + ID;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldExitByTheFarmsFailure() {
        // Given
        farm.onError(BATCH, 404, "not_found", "no batch batch_0123abc: farm list names those there are");
        // When
        int exitCode = console.run("show", ID);
        // Then
        assertThat(exitCode).isEqualTo(3);
        assertThat(console.err())
                .hasToString("farm: no batch batch_0123abc: farm list names those there are" + System.lineSeparator());
        assertThat(console.out().toString()).isEmpty();
    }

    @Test
    void shouldWriteErrorsAsJsonWhenAsked() {
        // Given
        farm.onError(BATCH, 409, "conflict", "not now");
        // When
        int exitCode = console.run("show", ID, "--json");
        // Then
        assertThat(exitCode).isEqualTo(4);
        assertThat(console.err())
                .hasToString("{\"error\":{\"message\":\"not now\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":\"conflict\"}}" + System.lineSeparator());
    }

    @Test
    void shouldExplainEveryExitCodeThereIsAndNoOther() {
        // Given
        Stream<Integer> ofFailures = Arrays.stream(FailureCode.values()).map(FailureCode::exitCode);
        Stream<Integer> others = Stream.of(0, BatchExitCode.SOME_FAILED, Failures.INTERRUPTED);
        // When
        Stream<String> explained =
                CommandSpec.forAnnotatedObject(new FarmCommand()).usageMessage().exitCodeList().keySet().stream();
        // Then
        assertThat(explained.map(code -> Integer.valueOf(code.strip())))
                .containsExactlyElementsOf(
                        Stream.concat(ofFailures, others).distinct().sorted().toList());
    }

    @Test
    void shouldExplainAWrongId() {
        // When
        int exitCode = console.run("show", "../etc");
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString())
                .contains("not a batch id, expected batch_")
                .contains("See farm show --help");
    }

    @Test
    void shouldKeepControlCharactersOfAMessageFromTheTerminal() {
        // Given
        farm.onError(BATCH, 404, "not_found", "no\u001b[2J batch\nbut a second line");
        // When
        console.run("show", ID);
        // Then
        assertThat(console.err()).hasToString("farm: no\ufffd[2J batch\nbut a second line" + System.lineSeparator());
    }
}
