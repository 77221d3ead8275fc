package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.terminal.UnwritableOutputException;
import dev.renderfarm.common.wire.Json;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

class FarmCommandTest {

    private static final String BATCH_ID = "batch_0123abc";
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
        Stream<Integer> others = Stream.of(
                0,
                BatchExitCode.SOME_FAILED,
                BatchExitCode.GOES_ON,
                Failures.INTERRUPTED,
                UnwritableOutputException.READER_GONE);
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

    @ParameterizedTest
    @ValueSource(strings = {"show --json", "--json show", "list --limit many --json", "--json", "nonsense --json"})
    void shouldWriteUsageErrorsAsJsonWhenAsked(String line) {
        // When
        int exitCode = console.run(line.split(" "));
        // Then
        assertThat(exitCode).isEqualTo(2);
        ErrorEnvelope told = Json.read(console.err().toString(), ErrorEnvelope.class);
        assertThat(told.error().code()).isEqualTo("invalid_request");
        assertThat(told.error().message()).contains("See farm", "--help");
        assertThat(console.out().toString()).isEmpty();
    }

    @Test
    void shouldNameTheOptionThatIsWrong() {
        // When
        console.run("list", "--limit", "many", "--json");
        // Then
        ErrorEnvelope.Problem told =
                Json.read(console.err().toString(), ErrorEnvelope.class).error();
        assertThat(told.param()).isEqualTo("--limit");
        assertThat(told.message()).contains("not a whole number, or too large a one: many");
    }

    @Test
    void shouldSayWhatWasMeant() {
        // When
        console.run("sumbit");
        // Then
        assertThat(console.err().toString()).contains("did you mean submit");
    }

    @Test
    void shouldTakeCommonOptionsBeforeTheCommandAndAfterIt() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1));
        FarmConsole elsewhere = new FarmConsole(URI.create("http://127.0.0.1:1"));
        String url = farm.url().toString();
        // When
        int before = elsewhere.run("--url", url, "--json", "show", ID);
        int after = elsewhere.run("show", ID, "--url", url, "--json");
        int around = elsewhere.run("--json", "show", "--url", url, ID);
        // Then
        assertThat(List.of(before, after, around)).containsOnly(0);
        assertThat(elsewhere.out())
                .hasToString(Json.pretty(Batches.inProgress(1, 1)).repeat(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"show " + BATCH_ID, "list", "workers", "--help", "list --help", "--version"})
    void shouldFailWhenNothingCanBePrinted(String line) {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1))
                .on("GET /v1/batches?limit=20", ListView.of(List.of(Batches.inProgress(1, 1)), Batch::id, false))
                .on("GET /v1/workers", ListView.of(List.of(), Object::toString, false));
        // When
        int exitCode = console.runTo(unwritable(false), line.split(" "));
        // Then
        assertThat(console.err().toString()).startsWith("farm: standard output cannot be written: No space left");
        assertThat(exitCode).isEqualTo(12);
    }

    @Test
    void shouldSayInJsonThatNothingCanBePrinted() {
        // Given
        farm.on("GET /v1/batches?limit=20", ListView.of(List.of(), Batch::id, false));
        // When
        console.runTo(unwritable(false), "list", "--json");
        // Then
        assertThat(Json.read(console.err().toString(), ErrorEnvelope.class)
                        .error()
                        .code())
                .isEqualTo("output_unwritable");
    }

    @Test
    void shouldTellWhatWasDoneWhereNothingCanBePrinted() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/cancel", Batches.cancelled(4, 1, 3));
        // When
        int exitCode = console.runTo(unwritable(false), "cancel", ID);
        // Then
        assertThat(exitCode).isEqualTo(12);
        assertThat(console.err().toString()).contains("No space left. " + ID + " is cancelled");
    }

    @Test
    void shouldEndQuietlyWhenNobodyReads() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1))
                .onEvents(BATCH + "/events", Batches.inProgress(2, 2), Batches.completed(3, 4, 0));
        // When
        int shown = console.runTo(unwritable(true), "show", ID);
        int watched = console.runTo(unwritable(true), "watch", ID);
        int helped = console.runTo(unwritable(true), "--help");
        // Then
        assertThat(List.of(shown, watched, helped)).containsOnly(141);
        assertThat(console.err().toString()).isEmpty();
    }

    private static PrintWriter unwritable(boolean readerGone) {
        return new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int length) {
                throw new UnwritableOutputException(readerGone, "No space left");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }
}
