package dev.renderfarm.coordinator.ledger.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TermsChange;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskUsage;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ledger goes on from what any release has left in its stores and on the topic of commands. Long because each stored form
 * is written out once.
 */
class LedgerReleasesTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final BatchId BATCH = new BatchId("batch_5f0c9a");
    private static final TaskId TASK = new TaskId(BATCH, 0);
    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final String SHA = "46ad4c73ca57534900abe6c23e7f64163e6a597c357a9caac7a033da0b1a5f5c";
    private static final Traceparent TRACEPARENT =
            new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final DevicePrice PRICE = new DevicePrice(new BigDecimal("2.5"), "EUR");

    @ParameterizedTest
    @EnumSource(BatchStatus.class)
    void shouldReadBatches(BatchStatus status) {
        String name = "batch-entry/" + status.wireName() + ".json";
        for (Recorded recorded : Recorded.all(name)) {
            // When
            BatchEntry entry = Json.read(recorded.content(), BatchEntry.class);
            // Then: it is what was told of it, and the exact time of its submission
            String told = Recorded.all("batch-status/" + status.wireName() + ".json")
                    .get(0)
                    .content();
            assertThat(entry.view())
                    .as(recorded.toString())
                    .usingRecursiveComparison()
                    .ignoringFields("renderfarm.origin", "renderfarm.course")
                    .isEqualTo(Json.read(told, Batch.class));
            assertThat(entry.view().renderfarm().origin().submittedAt())
                    .isEqualTo(entry.view().createdAt());
        }
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadWhyABatchStoodStill() {
        String name = "batch-entry/standing_still.json";
        var reason = new WaitingFor(WaitingCode.NO_WORKERS, "no worker of model tiny is running", at(2));
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(
                        Json.read(recorded.content(), BatchEntry.class).waitingFor())
                .isEqualTo(reason));
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadThatABatchWasPaused() {
        String name = "batch-entry/paused.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> {
            BatchEntry entry = Json.read(recorded.content(), BatchEntry.class);
            assertThat(entry.isPaused()).isTrue();
            assertThat(entry.view().renderfarm().isPaused()).isTrue();
        });
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadWhatABatchIsTracedBy() {
        String name = "batch-entry/traced.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(Json.read(recorded.content(), BatchEntry.class)
                        .submission()
                        .traceparent())
                .isEqualTo(TRACEPARENT));
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadThatSomebodyWaitsForABatchAndHowLongItsFilesAreKept() {
        String name = "batch-entry/interactive.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> {
            BatchEntry entry = Json.read(recorded.content(), BatchEntry.class);
            assertThat(entry.lane()).isEqualTo(Lane.INTERACTIVE);
            assertThat(entry.view().renderfarm().origin().lane()).isEqualTo(Lane.INTERACTIVE);
            assertThat(entry.view().renderfarm().origin().outputExpiresAfter())
                    .isEqualTo(new ExpiresAfter(ExpiresAfter.CREATED_AT, 86_400));
        });
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    static Stream<TaskEntry> tasks() {
        var tooLarge = new TaskEntry.Attempt(1, WORKER, FailureCode.DEVICE_OUT_OF_MEMORY, "too large", at(2));
        var lost = new TaskEntry.Attempt(2, null, FailureCode.WORKER_LOST, "nothing was heard of it for 300 s", at(3));
        var drawn = new TaskEntry.Attempt(2, WORKER, null, null, at(6));
        var failed = new TaskEntry.Attempt(3, WORKER, FailureCode.RENDER_FAILED, "no", at(6));
        String image = "batches/batch_5f0c9a/images/SKU_1";
        var stored = new StoredImage(image + ".png", image + ".json", SHA, 12345);
        return Stream.of(
                new TaskEntry(TASK, TaskState.IN_FLIGHT, 1, 0, List.of(), null, FIVE_MINUTES, at(1), at(6), 0, null),
                new TaskEntry(
                        TASK,
                        TaskState.WAITING,
                        2,
                        1,
                        List.of(tooLarge, lost),
                        null,
                        FIVE_MINUTES.multipliedBy(2),
                        at(3),
                        at(4),
                        0,
                        null),
                new TaskEntry(
                        TASK,
                        TaskState.COMPLETED,
                        2,
                        1,
                        List.of(tooLarge, drawn),
                        stored,
                        FIVE_MINUTES,
                        at(5),
                        null,
                        0,
                        null),
                new TaskEntry(
                        TASK,
                        TaskState.FAILED,
                        3,
                        3,
                        List.of(tooLarge, lost, failed),
                        null,
                        FIVE_MINUTES,
                        at(5),
                        null,
                        0,
                        null));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void shouldReadTasks(TaskEntry entry) {
        String name = "task-entry/" + entry.state().wireName() + ".json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(Json.read(recorded.content(), TaskEntry.class))
                .isEqualTo(entry));
        Recorded.assertWrittenAsBefore(name, TaskEntry.class);
    }

    @Test
    void shouldReadWhatATaskTook() {
        // Given: one attempt drew it, and another one came for nothing
        String name = "task-entry/with_usage.json";
        TaskEntry drawn = tasks().toList().get(2);
        var late = new TaskEntry.Attempt(1, new WorkerId("worker-2"), null, null, at(7));
        var usage = new TaskUsage(new Usage(new BigDecimal("12.345678"), new BigDecimal("4321.5")), List.of(late));
        TaskEntry expected = new TaskEntry(
                drawn.id(),
                drawn.state(),
                drawn.attempt(),
                drawn.failures(),
                drawn.ended(),
                drawn.image(),
                drawn.watchdog(),
                drawn.dispatchedAt(),
                null,
                0,
                usage);
        // Then
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(Json.read(recorded.content(), TaskEntry.class))
                .isEqualTo(expected));
        Recorded.assertWrittenAsBefore(name, TaskEntry.class);
    }

    @Test
    void shouldReadWhichDrawingWasTheBest() {
        String name = "task-entry/best.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(
                        Json.read(recorded.content(), TaskEntry.class).best())
                .isEqualTo(new TaskEntry.Try(1, new Shortfall(1, 0.333))));
        Recorded.assertWrittenAsBefore(name, TaskEntry.class);
    }

    @Test
    void shouldReadWhatAPictureLooksLike() {
        String name = "task-entry/likeness.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(
                        Json.read(recorded.content(), TaskEntry.class).image())
                .isEqualTo(new StoredImage(
                        "batches/batch_5f0c9a/images/SKU_1.png",
                        "batches/batch_5f0c9a/images/SKU_1.json",
                        SHA,
                        12345,
                        7L,
                        new Rejection(FailureCode.NEAR_DUPLICATE, "looks like MUG-2.png", new Shortfall(1, 0.333)),
                        null,
                        new Likeness("00000000000000ff", 2))));
        Recorded.assertWrittenAsBefore(name, TaskEntry.class);
    }

    @Test
    void shouldReadWhatWasSaidOfAPicture() {
        String name = "task-entry/reviewed.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(
                        Json.read(recorded.content(), TaskEntry.class).review())
                .isEqualTo(new Review(Verdict.REJECTED, "too dark", at(8))));
        Recorded.assertWrittenAsBefore(name, TaskEntry.class);
    }

    @Test
    void shouldReadWhatComesFirstOfABatchAndWhatWasSaidOfIt() {
        String name = "batch-entry/previewed.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> {
            BatchEntry entry = Json.read(recorded.content(), BatchEntry.class);
            assertThat(entry.terms()).isEqualTo(new Terms("Mugs", 5, at(60), new Preview(2, true, at(5))));
            assertThat(entry.review()).isEqualTo(new ReviewCounts(0, 1));
            assertThat(entry.next()).isEqualTo(3);
        });
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadWhatABatchTookAndCosts() {
        String name = "batch-entry/with_usage.json";
        var usage = new Usage(new BigDecimal("3600.5"), new BigDecimal("1234567.125"));
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(Json.read(recorded.content(), BatchEntry.class)
                        .view()
                        .renderfarm()
                        .usage())
                .isEqualTo(new BatchUsage(usage, 5, PRICE.of(usage))));
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadWhatABatchTookByDay() {
        String name = "batch-entry/with_usage_days.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> {
            BatchUsage usage = requireNonNull(Json.read(recorded.content(), BatchEntry.class)
                    .view()
                    .renderfarm()
                    .usage());
            assertThat(usage.days())
                    .containsExactly(
                            new UsageDay(
                                    LocalDate.of(2026, 1, 2),
                                    2,
                                    4,
                                    30_000,
                                    new Usage(new BigDecimal("3600"), null),
                                    new BigDecimal("2.5")),
                            new UsageDay(
                                    LocalDate.of(2026, 1, 3),
                                    1,
                                    1,
                                    10_000,
                                    new Usage(new BigDecimal("0.5"), new BigDecimal("1234567.125")),
                                    new BigDecimal("0.000347222")));
        });
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadWhatCameOfABatchLately() {
        String name = "batch-entry/with_drawing.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(Json.read(recorded.content(), BatchEntry.class)
                        .view()
                        .renderfarm()
                        .activity())
                .isEqualTo(new Activity(List.of("MUG-2.png", "MUG.png"), 0.791)));
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    @Test
    void shouldReadOfWhichPicturesNobodyWasTold() {
        String name = "batch-entry/with_untold.json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> assertThat(
                        Json.read(recorded.content(), BatchEntry.class).untoldPictures())
                .containsExactly(0, 3));
        Recorded.assertWrittenAsBefore(name, BatchEntry.class);
    }

    static Stream<Arguments> timers() {
        return Stream.of(
                arguments("watchdog", Timer.watchdog(TASK, at(6))),
                arguments("retry", Timer.retry(new TaskId(BATCH, 258), at(4))),
                arguments("expiry", Timer.expiry(BATCH, at(24 * 60))),
                arguments("grace", Timer.grace(BATCH, at(8))));
    }

    @ParameterizedTest
    @MethodSource("timers")
    void shouldReadAndSetTimers(String name, Timer timer) {
        assertThat(Recorded.all("timer/" + name + ".hex")).allSatisfy(recorded -> {
            Bytes key = Bytes.wrap(HexFormat.of().parseHex(recorded.content()));
            assertThat(StoreKeys.timer(key)).isEqualTo(timer);
            assertThat(StoreKeys.timer(timer)).isEqualTo(key);
        });
    }

    static Stream<Arguments> commands() {
        var errors = new BatchErrors(List.of(
                new LineError(FailureCode.INVALID_REQUEST, 2, "size", "not a size"),
                new LineError(FailureCode.INVALID_REQUEST, null, null, "the file is empty")));
        var byUrl = new LineWarning(WarningCode.GIVEN_AS_URL, 3, "response_format", "from here on by url");
        return Stream.of(
                arguments("submit", submit(null)),
                arguments("submit_traced", submit(TRACEPARENT)),
                arguments("submit_interactive", submit(null).on(Lane.INTERACTIVE)),
                arguments("submit_expiring", submit(null, new ExpiresAfter(ExpiresAfter.CREATED_AT, 86_400))),
                arguments("cancel", new BatchCommand.Cancel(BATCH, at(7))),
                arguments("pause", new BatchCommand.Pause(BATCH, at(7))),
                arguments("resume", new BatchCommand.Resume(BATCH, at(8))),
                arguments(
                        "amend",
                        new BatchCommand.Amend(BATCH, new TermsChange("mugs", 5, at(60), false, false), at(8))),
                arguments("proceed", new BatchCommand.Proceed(BATCH, at(8))),
                arguments(
                        "review",
                        new BatchCommand.Review(BATCH, List.of(new Said(0, Verdict.REJECTED, "too dark")), at(8))),
                arguments("skip", new BatchCommand.Skip(BATCH, List.of(2, 3), at(8))),
                arguments(
                        "submit_with_preview",
                        new BatchCommand.Submit(
                                BATCH,
                                new FileId("file-5f0c9a"),
                                "/v1/images/generations",
                                "24h",
                                null,
                                42,
                                3,
                                Map.of(),
                                NOON,
                                at(24 * 60),
                                InputRules.DEFAULT,
                                null,
                                null,
                                new Terms("Mugs", 5, at(60), new Preview(50, true, at(7)), 0.05),
                                2,
                                Sharing.DEFAULT,
                                null,
                                null,
                                "mugs.csv")),
                arguments(
                        "validated",
                        new BatchCommand.Validated(BATCH, new ModelName("tiny"), 4, InputReport.NONE, null, null)),
                arguments(
                        "validated_with_price",
                        new BatchCommand.Validated(BATCH, new ModelName("tiny"), 4, InputReport.NONE, null, PRICE)),
                arguments("rejected", new BatchCommand.Rejected(BATCH, errors, InputReport.NONE)),
                arguments("finalized", finalized(null)),
                arguments("finalized_with_warnings", finalized(new BatchWarnings(List.of(byUrl), 0))));
    }

    private static BatchCommand.Submit submit(@Nullable Traceparent traceparent) {
        return submit(traceparent, null);
    }

    private static BatchCommand.Submit submit(@Nullable Traceparent traceparent, @Nullable ExpiresAfter expiry) {
        return new BatchCommand.Submit(
                BATCH,
                new FileId("file-5f0c9a"),
                "/v1/images/generations",
                "24h",
                new ModelName("tiny"),
                42,
                3,
                Map.of("shop", "a"),
                NOON,
                at(24 * 60),
                InputRules.DEFAULT,
                null,
                traceparent,
                Terms.NONE,
                null,
                Sharing.DEFAULT,
                expiry,
                null,
                null);
    }

    private static BatchCommand finalized(@Nullable BatchWarnings warnings) {
        return new BatchCommand.Finalized(
                BATCH,
                new RequestCounts(4, 3, 1),
                0,
                FileId.ofBatch(BATCH, BatchFile.OUTPUT),
                FileId.ofBatch(BATCH, BatchFile.ERRORS),
                FileId.ofBatch(BATCH, BatchFile.MANIFEST),
                warnings);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldReadCommands(String kind, BatchCommand command) {
        String name = "command/" + kind + ".json";
        assertThat(Recorded.all(name))
                .allSatisfy(recorded -> assertThat(Json.read(recorded.content(), BatchCommand.class))
                        .isEqualTo(command));
        Recorded.assertWrittenAsBefore(name, BatchCommand.class);
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }
}
