package dev.renderfarm.coordinator.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.batch.TextEncoding;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From a request to a published submission. Long because every case plays against the same directory and the same
 * published commands: they share the fixture at the end.
 */
class BatchSubmissionTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final InstantSource clock = InstantSource.fixed(TestBatches.CREATED);
    private final FileStore files = new FileStore(objects, clock, new Random(1));
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final KnownBatches known = new KnownBatches(directory, objects, clock);
    private final FakeCommandPublisher commands = new FakeCommandPublisher();
    private final FakeCapacity capacity = new FakeCapacity();
    private final String file = files.save("a.csv", "batch", new ByteArrayInputStream(new byte[0]), 0)
            .id()
            .value();

    @BeforeEach
    void letTheLedgerOpenEachBatchOnce() {
        commands.setLedger(this::open);
    }

    @Test
    void shouldPublishTheSubmissionAndAnswerWithTheBatchOfTheDirectory() throws InterruptedException {
        // When
        Batch batch = submission().submit(request(Map.of("team", "shop"), "tiny", 7L, 5), null, null);
        // Then
        assertThat(batch).isEqualTo(directory.get(batch.id()).orElseThrow());
        assertThat(commands.commands()).singleElement().isInstanceOfSatisfying(BatchCommand.Submit.class, submit -> {
            assertThat(submit.inputFileId().value()).isEqualTo(file);
            assertThat(submit.seed()).isEqualTo(7);
            assertThat(submit.maxAttempts()).isEqualTo(5);
            assertThat(submit.metadata()).containsEntry("team", "shop");
            assertThat(submit.expiresAt()).isEqualTo(TestBatches.CREATED.plus(Duration.ofHours(24)));
        });
    }

    @Test
    void shouldLeaveNothingBehindWhenTheTenantMayOpenNoMore() {
        // Given
        String message = "no more";
        BatchAdmission nobody = new BatchAdmission() {
            @Override
            public void check(BatchCommand.Submit command) {
                throw new RequestRefusedException(FailureCode.INSUFFICIENT_QUOTA, null, message);
            }

            @Override
            public void opened(BatchCommand.Submit command) {}
        };
        BatchReader reader = new BatchReader(directory, Duration.ofMillis(500), time, time);
        var submission = new BatchSubmission(
                files,
                known,
                FakeModels.registry("tiny"),
                TestLayouts.of(objects),
                commands,
                reader,
                nobody,
                capacity,
                clock,
                new Random(2));
        List<String> before = new ArrayList<>();
        objects.list("", "").forEachRemaining(before::add);
        // When
        assertThatThrownBy(() -> submission.submit(request(Map.of()), "order-1", null))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage(message);
        // Then
        List<String> after = new ArrayList<>();
        objects.list("", "").forEachRemaining(after::add);
        assertThat(after).isEqualTo(before);
        assertThat(commands.commands()).isEmpty();
    }

    @Test
    void shouldNoteAtTheFileWhichBatchesHaveItAsTheirInputBeforeTheyAreOpened() throws InterruptedException {
        // Given
        List<String> noted = new ArrayList<>();
        commands.setLedger(command -> {
            objects.list(ObjectKeys.uses(new FileId(file)), "").forEachRemaining(noted::add);
            open(command);
        });
        // When
        Batch batch = submission().submit(request(Map.of(), "tiny", null, null), null, null);
        // Then
        assertThat(noted).containsExactly("uses/" + file + "/" + batch.id());
    }

    @Test
    void shouldAnswerValidatingAllTheSameWhenTheDirectoryDoesNotTellInTime() throws InterruptedException {
        directory.setAvailable(false);
        commands.setLedger(command -> {});
        Batch batch = submission().submit(request(Map.of(), null, null, null), null, null);
        assertThat(batch.status()).isEqualTo(BatchStatus.VALIDATING);
        assertThat(batch.renderfarm().maxAttempts()).isEqualTo(3);
        assertThat(batch.id()).isEqualTo(commands.commands().get(0).batchId());
    }

    @Test
    void shouldContinueTheTraceOfTheFirstRequestWhenAKeyIsRepeated() throws InterruptedException {
        // Given
        var first = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        var second = new Traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        directory.setAvailable(false);
        commands.setLedger(command -> {});
        // When
        submission().submit(request(Map.of()), "order-1", first);
        submission().submit(request(Map.of()), "order-1", second);
        // Then
        assertThat(commands.commands())
                .hasSize(2)
                .extracting(command -> ((BatchCommand.Submit) command).traceparent())
                .containsOnly(first);
    }

    @Test
    void shouldGiveTheSameBatchWhenAKeyIsRepeated() throws InterruptedException {
        // Given
        Map<String, String> metadata = IntStream.range(0, 16).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
        Batch first = submission().submit(request(metadata, null, null, null), "order-1", null);
        // When
        Batch second = submission().submit(request(new HashMap<>(metadata), null, null, null), "order-1", null);
        Batch other = submission().submit(request(metadata, null, null, null), "order-2", null);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(commands.commands()).hasSize(2);
    }

    @Test
    void shouldPublishTheSameSubmissionAgainWhenTheFirstGotLost() throws InterruptedException {
        // Given
        commands.setAvailable(false);
        assertThatThrownBy(() -> submission().submit(request(Map.of(), null, null, null), "order-1", null))
                .isInstanceOf(BrokerUnavailableException.class);
        commands.setAvailable(true);
        commands.setLedger(command -> {});
        // When
        submission().submit(request(Map.of(), null, null, null), "order-1", null);
        submission().submit(request(Map.of(), null, null, null), "order-1", null);
        // Then
        assertThat(commands.commands()).hasSize(2);
        assertThat(commands.commands().get(0)).isEqualTo(commands.commands().get(1));
    }

    @Test
    void shouldRefuseAKeyThatWasUsedForAnotherRequest() throws InterruptedException {
        submission().submit(request(Map.of(), null, null, null), "order-1", null);
        refuses(request(Map.of(), null, 8L, null), "order-1", FailureCode.CONFLICT, "Idempotency-Key");
    }

    @Test
    void shouldGiveOneOfTwoRequestsTheBatchWhenBothComeAtOnceUnderOneKey() throws Exception {
        // Given
        CyclicBarrier bothFoundTheKeyUnused = new CyclicBarrier(2);
        BatchSubmission submission = submission(new MeetingClock(bothFoundTheKeyUnused));
        ExecutorService requests = Executors.newFixedThreadPool(2);
        try {
            // When
            Future<Batch> shop =
                    requests.submit(() -> submission.submit(request(Map.of("team", "shop")), "order-1", null));
            Future<Batch> lab =
                    requests.submit(() -> submission.submit(request(Map.of("team", "lab")), "order-1", null));
            // Then
            assertThat(List.of(ending(shop), ending(lab))).containsExactlyInAnyOrder("opened", "conflict");
        } finally {
            requests.shutdownNow();
        }
    }

    @Test
    void shouldLayOverTheRowsWhatTheOneAskedForThatGetsTheBatchWhenTwoDifferInNothingElse() throws Exception {
        // Given
        CyclicBarrier bothFoundTheKeyUnused = new CyclicBarrier(2);
        BatchSubmission submission = submission(new MeetingClock(bothFoundTheKeyUnused));
        ExecutorService requests = Executors.newFixedThreadPool(2);
        try {
            // When
            Future<Batch> plain = requests.submit(() -> submission.submit(request(Map.of()), "order-1", null));
            Future<Batch> oak = requests.submit(() -> submission.submit(templated("{title} on oak"), "order-1", null));
            Future<Batch> opened = ending(plain).equals("opened") ? plain : oak;
            // Then
            assertThat(List.of(ending(plain), ending(oak))).containsExactlyInAnyOrder("opened", "conflict");
            assertThat(TestLayouts.of(objects)
                            .store()
                            .of(opened.get().id())
                            .templates()
                            .values())
                    .containsExactlyElementsOf(opened == oak ? List.of("{title} on oak") : List.of());
        } finally {
            requests.shutdownNow();
        }
    }

    @Test
    void shouldHaveTheLayoutOfTheFirstInPlaceBeforeTheCommandWhenItDiedHalfWay() throws InterruptedException {
        // Given
        commands.setAvailable(false);
        assertThatThrownBy(() -> submission().submit(templated("{title} on oak"), "order-1", null))
                .isInstanceOf(BrokerUnavailableException.class);
        BatchId batch = new IdempotencyKey("order-1", Optional.empty()).batchId();
        objects.delete(ObjectKeys.layout(batch));
        commands.setAvailable(true);
        List<Layout> inPlace = new ArrayList<>();
        commands.setLedger(
                command -> inPlace.add(TestLayouts.of(objects).store().of(batch)));
        // When
        submission().submit(templated("{title} on oak"), "order-1", null);
        // Then
        assertThat(inPlace).singleElement().satisfies(layout -> assertThat(layout.templates())
                .containsValue("{title} on oak"));
    }

    private BatchRequest templated(String template) {
        return request(new BatchRequest.Options(null, null).laidOut(null, template, null, null, null, null));
    }

    @Test
    void shouldRefuseTheKeyWhenTheLedgerHasOpenedAnotherRequestUnderIt() {
        // Given
        commands.setLedger(command -> {
            var other = (BatchCommand.Submit) command;
            directory.put(OpenedBatch.of(new BatchCommand.Submit(
                    other.batchId(),
                    other.inputFileId(),
                    other.endpoint(),
                    other.completionWindow(),
                    other.model(),
                    other.seed() + 1,
                    other.maxAttempts(),
                    other.metadata(),
                    other.createdAt(),
                    other.expiresAt(),
                    other.rules(),
                    null,
                    null,
                    other.terms(),
                    null,
                    other.sharing(),
                    null,
                    null,
                    null)));
        });
        // Then
        refuses(request(Map.of()), "order-1", FailureCode.CONFLICT, "Idempotency-Key");
    }

    @Test
    void shouldKnowItsBatchAgainWhenTheModelWasChosenLater() throws InterruptedException {
        // Given
        Batch first = submission().submit(request(Map.of()), "order-1", null);
        // When
        directory.put(validated(first));
        // Then
        assertThat(submission().submit(request(Map.of()), "order-1", null).status())
                .isEqualTo(BatchStatus.IN_PROGRESS);
    }

    @Test
    void shouldNameTheFieldWhenARequestIsWrong() {
        refuses(request(Map.of(), "huge", null, null), null, FailureCode.MODEL_NOT_FOUND, "model");
        refuses(request(Map.of(), null, -1L, null), null, FailureCode.INVALID_REQUEST, "renderfarm.seed");
        refuses(request(Map.of(), null, null, 0), null, FailureCode.INVALID_REQUEST, "renderfarm.max_attempts");
        refuses(request(Map.of("k".repeat(65), ""), null, null, null), null, FailureCode.INVALID_REQUEST, "metadata");
        refuses(
                request(Map.of("k", "v".repeat(513)), null, null, null),
                null,
                FailureCode.INVALID_REQUEST,
                "metadata.k");
        refuses(
                new BatchRequest(file, "/v1/chat/completions", "24h", null, null, null),
                null,
                FailureCode.INVALID_REQUEST,
                "endpoint");
        refuses(
                new BatchRequest(file, "/v1/images/generations", "1d", null, null, null),
                null,
                FailureCode.INVALID_REQUEST,
                "completion_window");
        refuses(
                new BatchRequest(
                        file,
                        "/v1/images/generations",
                        "24h",
                        null,
                        null,
                        null,
                        Map.of("anchor", "created_at", "seconds", 60),
                        null),
                null,
                FailureCode.INVALID_REQUEST,
                "output_expires_after");
        for (String unknown : new String[] {null, "file-unknown", "../x"}) {
            refuses(
                    new BatchRequest(unknown, "/v1/images/generations", "24h", null, null, null),
                    null,
                    unknown == null ? FailureCode.INVALID_REQUEST : FailureCode.NOT_FOUND,
                    "input_file_id");
        }
        refuses(request(Map.of(), null, null, null), " ", FailureCode.INVALID_REQUEST, "Idempotency-Key");
        assertThat(commands.commands()).isEmpty();
    }

    private void refuses(BatchRequest request, @Nullable String key, FailureCode code, String param) {
        assertThatThrownBy(() -> submission().submit(request, key, null))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.param()).isEqualTo(param);
                });
    }

    private BatchRequest request(
            Map<String, String> metadata, @Nullable String model, @Nullable Long seed, @Nullable Integer attempts) {
        return new BatchRequest(
                file, "/v1/images/generations", "24h", metadata, model, new BatchRequest.Options(seed, attempts));
    }

    private BatchRequest request(Map<String, String> metadata) {
        return request(metadata, null, null, null);
    }

    @Test
    void shouldKeepHowTheInputIsToBeRead() throws InterruptedException {
        // When
        Batch batch = submission()
                .submit(request(new BatchRequest.Options(null, null, true, "skip_lines", "CP1252")), null, null);
        // Then
        assertThat(batch.renderfarm().rules())
                .isEqualTo(new InputRules(true, OnInvalid.SKIP_LINES, TextEncoding.WINDOWS_1252));
    }

    @Test
    void shouldRefuseABatchThatWantsAWorkerOfItsModelWhereNoneRuns() throws InterruptedException {
        // Given
        BatchRequest wanting = request(new BatchRequest.Options(1L, null).requiringWorker());
        submission().submit(wanting, "order-1", null);
        capacity.become(0, 0);
        // Then
        refuses(wanting, null, FailureCode.NO_WORKERS, "renderfarm.require_worker");
        assertThatThrownBy(() -> submission().submit(wanting, null, null))
                .hasMessage("no worker of model tiny is running: start one, or leave require_worker out, and the batch"
                        + " waits for one");
        assertThat(commands.commands()).hasSize(1);
        // When
        submission().submit(wanting, "order-1", null);
        submission().submit(request(Map.of()), null, null);
        capacity.become(new WorkerId("w1"), WorkerState.STARTING);
        submission().submit(wanting, null, null);
        // Then
        assertThat(commands.commands())
                .as("a repeat of what was taken, one that does not want a worker, and one whose worker loads the model")
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldAskForTheModelWhereABatchWantsAWorkerAndTheFarmHasSeveralModels() {
        BatchRequest nameless = request(new BatchRequest.Options(1L, null).requiringWorker());
        assertThatThrownBy(() -> new RequiredWorker(FakeModels.registry("tiny", "other"), capacity).check(nameless))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST);
                    assertThat(e.param()).isEqualTo("model");
                    assertThat(e).hasMessageContaining("tiny, other");
                });
    }

    @Test
    void shouldRefuseAnotherWordForWhatBecomesOfABatch() {
        refuses(
                request(new BatchRequest.Options(null, null, null, "skip", null)),
                null,
                FailureCode.INVALID_REQUEST,
                "renderfarm.on_invalid");
    }

    @Test
    void shouldSayWhichEncodingsThereAreWhenOneIsUnknown() {
        BatchRequest request = request(new BatchRequest.Options(null, null, null, null, "ansi"));
        assertThatThrownBy(() -> submission().submit(request, null, null))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    assertThat(e.param()).isEqualTo("renderfarm.encoding");
                    assertThat(e).hasMessageContainingAll("utf-8", "windows-1252", "gbk", "gb18030", "shift_jis");
                });
    }

    private BatchRequest request(BatchRequest.Options options) {
        return new BatchRequest(file, "/v1/images/generations", "24h", Map.of(), null, options);
    }

    private static String ending(Future<Batch> answer) throws InterruptedException {
        try {
            answer.get();
            return "opened";
        } catch (ExecutionException e) {
            return e.getCause() instanceof RequestRefusedException refused
                    ? refused.code().wireName()
                    : String.valueOf(e.getCause());
        }
    }

    private synchronized void open(BatchCommand command) {
        if (directory.get(command.batchId()).isEmpty()) {
            directory.put(OpenedBatch.of((BatchCommand.Submit) command));
        }
    }

    private static Batch validated(Batch batch) {
        return new Batch(
                batch.id(),
                batch.endpoint(),
                new ModelName("tiny"),
                null,
                batch.inputFileId(),
                batch.completionWindow(),
                BatchStatus.IN_PROGRESS,
                null,
                null,
                batch.createdAt(),
                batch.createdAt(),
                batch.expiresAt(),
                null,
                null,
                null,
                null,
                null,
                null,
                batch.requestCounts(),
                batch.metadata(),
                batch.renderfarm());
    }

    private BatchSubmission submission() {
        return submission(clock);
    }

    private BatchSubmission submission(InstantSource clock) {
        BatchReader reader = new BatchReader(directory, Duration.ofMillis(500), time, time);
        return new BatchSubmission(
                files,
                known,
                FakeModels.registry("tiny"),
                TestLayouts.of(objects),
                commands,
                reader,
                capacity,
                clock,
                new Random(2));
    }

    /** Lets go of nobody before two have come to ask for the time. */
    private final class MeetingClock implements InstantSource {

        private final CyclicBarrier meeting;

        MeetingClock(CyclicBarrier meeting) {
            this.meeting = meeting;
        }

        @Override
        public Instant instant() {
            try {
                meeting.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("the other request did not come", e);
            }
            return clock.instant();
        }
    }
}
