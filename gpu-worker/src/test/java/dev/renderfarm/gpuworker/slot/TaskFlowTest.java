package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.BATCH;
import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static dev.renderfarm.gpuworker.sample.SampleTasks.item;
import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome.Declined;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.provenance.SigningLapsedException;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.gpuworker.render.Device;
import dev.renderfarm.gpuworker.slot.SlotFixture.RecordingTraces;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.status.SampleBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of a claimed task, by every way that it can go. Long because each case fills the same slot and reads
 * the same outcomes: they share the fixture at the end.
 */
class TaskFlowTest {

    private static final WorkerId OTHER_WORKER = new WorkerId("worker-2");

    private final SlotFixture worker = new SlotFixture();

    @Test
    void shouldStoreAndReportThePictureWhenAllGoesWell() throws InterruptedException {
        // When
        work(claimed(3));
        // Then
        TaskResult result = worker.reporter.results().get(0);
        assertThat(result.taskId()).hasToString("batch_1/3");
        assertThat(result.workerId()).hasToString("worker-1");
        assertThat(result.modelDigest()).isEqualTo(MANIFEST.digest());
        assertThat(result.startedAt()).isEqualTo(NOW);
        Rendered rendered = (Rendered) result.outcome();
        assertThat(worker.objects.keys())
                .containsExactly(
                        rendered.image().metadataKey(), rendered.image().key());
        assertThat(worker.meters.outcomes).containsExactly(rendered);
        assertThat(worker.meters.stages)
                .containsExactlyInAnyOrder(Stage.DENOISE, Stage.ENCODE_PNG, Stage.UPLOAD, Stage.REPORT);
    }

    @Test
    void shouldStoreTheSignedFileAndSaySoWhenPicturesAreSigned() throws InterruptedException, IOException {
        // Given
        worker.signing = new FileSigning() {
            @Override
            public byte[] signed(byte[] file, @Nullable SourceUse source) {
                byte[] longer = Arrays.copyOf(file, file.length + 1);
                longer[file.length] = 42;
                return longer;
            }

            @Override
            public Optional<String> form() {
                return Optional.of("c2pa");
            }
        };
        // When
        work(claimed(3));
        // Then
        StoredImage image = ((Rendered) worker.reporter.results().get(0).outcome()).image();
        byte[] stored = worker.objects.get(image.key()).readAllBytes();
        assertThat(stored).endsWith(42);
        assertThat(image.sha256()).isEqualTo(Sha256.hex(stored));
        assertThat(new String(worker.objects.get(image.metadataKey()).readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"provenance\" : \"c2pa\"")
                .contains(Sha256.hex(stored));
    }

    @Test
    void shouldTellWhatTheDeviceDrawsForAsLongAsItDoes() throws InterruptedException {
        // Given
        List<WorkerActivity> during = new ArrayList<>();
        worker.renderer.plays((microBatch, onlooker) -> {
            onlooker.begins(NOW, 4);
            onlooker.step(2);
            during.add(worker.meters.drawing);
        });
        // When
        work(claimed(3), claimed(4));
        // Then
        TaskId first = new TaskId(BATCH, 3);
        assertThat(during).containsExactly(new WorkerActivity(first, "SKU 3", 2, 2, 4, NOW));
        assertThat(worker.meters.drawing).isNull();
    }

    @Test
    void shouldSayThatTheDeviceDrawsNothingWhenItsPictureFails() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, onlooker) -> {
            onlooker.begins(NOW, 4);
            throw new RenderException(FailureCode.BLANK_IMAGE, "blank");
        });
        // When
        work(claimed(3));
        // Then
        assertThat(worker.meters.drawn).hasSize(1);
        assertThat(worker.meters.drawing).isNull();
    }

    @Test
    void shouldTellItsStagesAndSayInTheResultWhatCausedItWhenTheBatchIsTraced() throws InterruptedException {
        // Given
        var traceparent = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        // When
        work(new ClaimedTask.Renderable(task(3).tracedBy(traceparent), 1, NOW, NOW), claimed(4));
        // Then
        assertThat(worker.reporter.causes()).containsExactly(Optional.of(RecordingTraces.CAUSE), Optional.empty());
        assertThat(worker.traces.timelines).singleElement().satisfies(laps -> assertThat(laps)
                .extracting(lap -> lap.stage())
                .containsExactly(Stage.DENOISE, Stage.ENCODE_PNG, Stage.UPLOAD));
        assertThat(worker.traces.ended).extracting(TaskResult::taskId).containsExactly(task(3).taskId());
    }

    @Test
    void shouldStoreEachPictureAsItsLineAsks() throws InterruptedException {
        // Given
        RenderTask jpeg = RenderTask.of(
                BATCH, MANIFEST.name(), item(1, request(1).withEncoding(new Encoding(ImageFormat.JPEG, 85))), 1);
        RenderTask webp = RenderTask.of(
                BATCH, MANIFEST.name(), item(2, request(2).withEncoding(new Encoding(ImageFormat.WEBP, null))), 1);
        // When
        work(claimed(0), new ClaimedTask.Renderable(jpeg, 1, NOW, NOW), new ClaimedTask.Renderable(webp, 1, NOW, NOW));
        // Then
        String images = "batches/batch_1/images/";
        assertThat(worker.objects.keys())
                .contains(images + "sku-0.png", images + "sku-1.jpg", images + "sku-2.webp", images + "sku-1.json");
        assertThat(worker.objects.stat(images + "sku-1.jpg").orElseThrow().contentType())
                .isEqualTo("image/jpeg");
        assertThat(metadata("sku-1"))
                .containsEntry("output_format", "jpeg")
                .containsEntry("output_compression", 85)
                .containsEntry("encoder", Map.of("name", "renderfarm-jpeg", "version", 1, "level", "85 4:4:4"));
        assertThat(metadata("sku-2"))
                .containsEntry("output_format", "webp")
                .containsEntry("encoder", Map.of("name", "renderfarm-webp", "version", 1, "level", "lossless"));
        assertThat(metadata("sku-0")).doesNotContainKeys("output_format", "output_compression");
    }

    @Test
    void shouldTellWhoTracesItThatItFailedThoughItHasNoStages() throws InterruptedException {
        // Given
        var traceparent = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        RenderTask other = RenderTask.of(BATCH, new ModelName("other"), item(1, request(1)), 1);
        // When
        work(new ClaimedTask.Renderable(other.tracedBy(traceparent), 1, NOW, NOW));
        // Then
        assertThat(worker.traces.timelines).containsExactly(List.of());
        assertThat(worker.traces.ended).extracting(TaskResult::outcome).hasOnlyElementsOfType(Failed.class);
    }

    @Test
    void shouldSendEveryResultOfAMicroBatchBeforeItWaitsForTheFirst() throws InterruptedException {
        // Given
        List<Integer> sentWhenWritten = new ArrayList<>();
        worker.reporter.whenWritten(
                result -> sentWhenWritten.add(worker.reporter.sent().size()));
        // When
        work(claimed(0), readable(request(1), 1, 3), claimed(2));
        // Then
        assertThat(sentWhenWritten).containsExactly(3, 3, 3);
    }

    @Test
    void shouldRenderSameShapesTogetherWhenSizesAreMixed() throws InterruptedException {
        // Given
        ImageRequest square = new ImageRequest("a mug", null, new ImageSize(16, 16), Sampling.of(4, 0), 9);
        // When
        work(claimed(0), readable(square, 1, 1), claimed(2));
        // Then
        assertThat(worker.renderer.microBatches()).containsExactly(List.of(request(0), request(2)), List.of(square));
        assertThat(worker.reporter.outcomes()).hasSize(3).allMatch(Rendered.class::isInstance);
    }

    @Test
    void shouldNotTryWhenTheTaskCannotBeReadOrIsForAnotherModel() throws InterruptedException {
        // Given
        RenderTask other = RenderTask.of(BATCH, new ModelName("other"), item(1, request(1)), 1);
        // When
        work(
                new ClaimedTask.Unreadable(task(0).taskId(), 1, "not a RenderTask", NOW),
                new ClaimedTask.Renderable(other, 1, NOW, NOW));
        // Then
        assertThat(codes()).containsExactly(FailureCode.INTERNAL_ERROR, FailureCode.MODEL_NOT_FOUND);
        assertThat(worker.renderer.microBatches()).isEmpty();
    }

    @Test
    void shouldNotTryWhenTheBatchIsCancelled() throws InterruptedException {
        // Given
        worker.unwanted.hear(SampleBatches.cancelling(BATCH));
        // When
        work(claimed(0), new ClaimedTask.Unreadable(task(1).taskId(), 1, "not a RenderTask", NOW));
        // Then
        assertThat(codes()).containsExactly(FailureCode.BATCH_CANCELLED, FailureCode.BATCH_CANCELLED);
        assertThat(worker.renderer.microBatches()).isEmpty();
    }

    @Test
    void shouldLeaveATaskAloneWhenItsBatchIsPausedAndFinishWhatItHasBegun() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> worker.unwanted.hear(SampleBatches.paused(BATCH)));
        // When
        work(claimed(0));
        work(claimed(1));
        // Then
        assertThat(worker.reporter.outcomes())
                .satisfiesExactly(begun -> assertThat(begun).isInstanceOf(Rendered.class), left -> assertThat(left)
                        .isEqualTo(new Declined("the batch is paused")));
        assertThat(worker.renderer.microBatches()).containsExactly(List.of(request(0)));
    }

    @Test
    void shouldStopBetweenStepsWhenTheBatchIsCancelledMeanwhile() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            worker.unwanted.hear(SampleBatches.cancelling(BATCH));
            stopIf(cancellation);
        });
        // When
        work(claimed(0));
        // Then
        assertThat(codes()).containsExactly(FailureCode.BATCH_CANCELLED);
        assertThat(worker.objects.keys()).isEmpty();
    }

    @Test
    void shouldReportNothingWhenItIsCalledOff() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> stopIf(cancellation));
        // When
        worker.flow.work(List.of(claimed(0)), () -> true, () -> {});
        // Then
        assertThat(worker.reporter.results()).isEmpty();
    }

    @Test
    void shouldReportTheCodeWhenTheRendererFails() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            throw new RenderException(FailureCode.NON_FINITE_IMAGE, "NaN in step 2 of 4");
        });
        // When
        work(claimed(0));
        // Then
        assertThat(worker.reporter.outcomes())
                .containsExactly(new Failed(FailureCode.NON_FINITE_IMAGE, "NaN in step 2 of 4"));
        assertThat(worker.objects.keys()).isEmpty();
    }

    @Test
    void shouldFailOnlyTheCulpritWhenAMicroBatchFails() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            if (microBatch.contains(request(1))) {
                throw new RenderException(FailureCode.BLANK_IMAGE, "blank");
            }
        });
        // When
        work(claimed(0), claimed(1), claimed(2));
        // Then
        assertThat(codes()).containsExactly(FailureCode.BLANK_IMAGE);
        assertThat(worker.reporter.outcomes())
                .filteredOn(Rendered.class::isInstance)
                .hasSize(2);
    }

    @Test
    void shouldNameTheCheckThatThePictureFailsAndStoreNothing() throws InterruptedException {
        // Given
        worker.renderer.draws(request -> new byte[Math.toIntExact(request.size().pixels() * 3)]);
        // When
        work(claimed(0));
        // Then
        assertThat(codes()).containsExactly(FailureCode.BLANK_IMAGE);
        assertThat(worker.objects.keys()).isEmpty();
    }

    @Test
    void shouldDrawFromAnotherSeedWhereADrawingHasFailedACheck() throws InterruptedException {
        // Given
        Redraw second = new Redraw(1, false);
        // When
        work(new ClaimedTask.Renderable(task(0).as(second), 1, NOW, NOW));
        // Then
        assertThat(worker.renderer.microBatches()).containsExactly(List.of(request(second.seed(0))));
        assertThat(worker.reporter.outcomes()).singleElement().satisfies(outcome -> {
            StoredImage image = ((Rendered) outcome).image();
            assertThat(image.seed()).isEqualTo(second.seed(0));
            assertThat(image.rejected()).isNull();
        });
        assertThat(metadata("sku-0"))
                .containsEntry("seed", second.seed(0))
                .containsEntry("line_seed", 0)
                .containsEntry("redraw", 1)
                .doesNotContainKey("rejected");
    }

    @Test
    void shouldKeepTheLastDrawingThoughItFailsACheck() throws InterruptedException {
        // Given
        worker.renderer.draws(request -> new byte[Math.toIntExact(request.size().pixels() * 3)]);
        // When
        work(new ClaimedTask.Renderable(task(0).as(new Redraw(0, true)), 1, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes()).singleElement().satisfies(outcome -> {
            StoredImage image = ((Rendered) outcome).image();
            assertThat(image.seed()).isNull();
            assertThat(image.rejected()).extracting(Rejection::code).isEqualTo(FailureCode.BLANK_IMAGE);
        });
        assertThat(worker.objects.keys()).contains("batches/batch_1/images/sku-0.png");
        assertThat(metadata("sku-0")).containsKey("rejected").doesNotContainKeys("line_seed", "redraw");
    }

    @Test
    void shouldLeaveTheLastDrawingWhereAnEarlierOneWasBetter() throws InterruptedException {
        // Given: black all over, which is beyond every check
        worker.renderer.draws(request -> new byte[Math.toIntExact(request.size().pixels() * 3)]);
        Redraw last = new Redraw(1, true, new Shortfall(1, 0.5));
        // When
        work(new ClaimedTask.Renderable(task(0).as(last), 2, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes()).singleElement().satisfies(outcome -> {
            Failed failed = (Failed) outcome;
            assertThat(failed.code()).isEqualTo(FailureCode.BLANK_IMAGE);
            assertThat(failed.shortfall()).isEqualTo(new Shortfall(3, 3));
        });
        assertThat(worker.objects.keys()).isEmpty();
    }

    @Test
    void shouldStoreNothingThatCannotBeSignedAnyMore() throws InterruptedException {
        // Given
        worker.signing = new FileSigning() {
            @Override
            public byte[] signed(byte[] file, @Nullable SourceUse source) {
                throw new SigningLapsedException("it expired: give it a new one");
            }

            @Override
            public Optional<String> form() {
                return Optional.of("c2pa");
            }
        };
        // When
        work(claimed(0));
        // Then
        assertThat(worker.reporter.outcomes())
                .containsExactly(new Failed(FailureCode.CERTIFICATE_EXPIRED, "it expired: give it a new one"));
        assertThat(worker.objects.keys()).isEmpty();
    }

    @Test
    void shouldTellByWhatAPictureIsCompared() throws InterruptedException {
        // When
        work(claimed(0));
        // Then
        StoredImage image = ((Rendered) worker.reporter.outcomes().get(0)).image();
        String dhash = requireNonNull(image.likeness()).dhash();
        assertThat(image.likeness().variant()).isNull();
        assertThat(metadata("sku-0")).containsEntry("dhash", dhash);
    }

    @Test
    void shouldReportAnInternalErrorWhenSomethingUnexpectedHappens() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            throw new IllegalStateException("secret detail");
        });
        // When
        work(claimed(0));
        // Then
        Failed failed = (Failed) worker.reporter.outcomes().get(0);
        assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_ERROR);
        assertThat(failed.detail()).contains("IllegalStateException").doesNotContain("secret");
    }

    @Test
    void shouldReportTheStorageWithoutItsAddressWhenItStaysAway() throws InterruptedException {
        // Given
        worker.objects.setAvailable(false);
        // When
        work(claimed(0));
        // Then
        assertThat(worker.reporter.outcomes())
                .containsExactly(new Failed(FailureCode.STORAGE_UNAVAILABLE, "the storage does not answer"));
        assertThat(worker.fitness.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(FailureCode.STORAGE_UNAVAILABLE));
    }

    @ParameterizedTest
    @EnumSource
    void shouldReportTheReasonAtOnceWhenTheStorageRefuses(StorageRefusedException.Kind kind)
            throws InterruptedException {
        // Given
        worker.objects.refuse(kind);
        // When
        work(claimed(0));
        // Then
        StorageRefusedException refusal = InMemoryObjectStore.refusal(kind);
        assertThat(worker.reporter.outcomes()).containsExactly(new Failed(refusal.code(), refusal.reason()));
        assertThat(worker.time.instant()).isEqualTo(NOW);
    }

    @Test
    void shouldLetGoWithinASecondWhenTheBatchIsCancelledWhileThePictureWaits() throws InterruptedException {
        // Given
        worker.objects.setAvailable(false);
        worker.time.whenSleeping(() -> {
            if (worker.fitness.awaitsStorage()) {
                worker.unwanted.hear(SampleBatches.cancelling(BATCH));
            }
        });
        // When
        work(claimed(0));
        // Then
        assertThat(codes()).containsExactly(FailureCode.BATCH_CANCELLED);
        List<Duration> sleeps = worker.time.sleeps();
        assertThat(sleeps.get(sleeps.size() - 1)).isLessThan(Duration.ofSeconds(1));
        assertThat(worker.time.instant()).isBefore(NOW.plusSeconds(3));
    }

    @Test
    void shouldMakeNoThumbnailOfAPictureThatNobodyWaitsForAnyMore() throws InterruptedException {
        // Given
        List<RenderTask> made = new ArrayList<>();
        worker.thumbnails = (task, size, rgb) -> made.add(task);
        work(claimed(0));
        worker.objects.failWith(key -> {
            if (key.endsWith(".json")) {
                worker.unwanted.hear(SampleBatches.cancelling(BATCH));
            }
            return Optional.empty();
        });
        // When
        work(claimed(1));
        // Then
        assertThat(made).containsExactly(task(0));
        assertThat(worker.reporter.outcomes()).hasSize(2).allMatch(Rendered.class::isInstance);
    }

    @Test
    void shouldReportNothingWhenItIsCalledOffWhileThePictureWaits() throws InterruptedException {
        // Given
        worker.objects.setAvailable(false);
        // When
        worker.flow.work(List.of(claimed(0)), worker.fitness::awaitsStorage, () -> {});
        // Then
        assertThat(worker.reporter.results()).isEmpty();
    }

    @Test
    void shouldDeclineWhenAnotherSlotHasTheTaskInHand() throws InterruptedException {
        // Given: the second copy comes while the first is rendered
        worker.renderer.plays((microBatch, cancellation) -> work(claimed(0)));
        // When
        work(claimed(0));
        work(new ClaimedTask.Renderable(task(1), 1, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes().get(0))
                .isEqualTo(new Declined("the task is in hand already, in another slot of this worker"));
        assertThat(worker.reporter.outcomes().get(1)).isInstanceOf(Rendered.class);
    }

    @Test
    void shouldTakeUpATaskAgainWhenItsFirstAttemptHasEnded() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            throw new RenderException(FailureCode.BLANK_IMAGE, "blank");
        });
        work(claimed(0));
        // When
        work(claimed(0));
        // Then
        assertThat(codes()).containsExactly(FailureCode.BLANK_IMAGE, FailureCode.BLANK_IMAGE);
    }

    @Test
    void shouldDeclineWhenAnotherWorkerShallTryTheTask() throws InterruptedException {
        // Given
        RenderTask avoiding = task(0).avoiding(List.of(OTHER_WORKER, SlotFixture.WORKER));
        RenderTask other = task(1).avoiding(List.of(OTHER_WORKER));
        // When
        work(new ClaimedTask.Renderable(avoiding, 1, NOW, NOW), new ClaimedTask.Renderable(other, 1, NOW, NOW));
        // Then
        assertThat(worker.reporter.outcomes().get(0))
                .isEqualTo(new Declined("worker-1 has failed at this task: another worker shall try"));
        assertThat(worker.reporter.outcomes().get(1)).isInstanceOf(Rendered.class);
    }

    @Test
    void shouldSetTheWorkerAsideWhenTasksThatFailedNowhereElseFailInARow() throws InterruptedException {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            throw new RenderException(FailureCode.BLANK_IMAGE, "blank");
        });
        RenderTask failedElsewhere = task(9).avoiding(List.of(OTHER_WORKER));
        // When
        work(claimed(0), claimed(1), new ClaimedTask.Renderable(failedElsewhere, 1, NOW, NOW));
        assertThat(worker.fitness.isSetAside()).isFalse();
        work(claimed(2));
        // Then
        assertThat(worker.fitness.isSetAside()).isTrue();
    }

    @Test
    void shouldDeclineWhenTheWorkerHasBeenSetAside() throws InterruptedException {
        // Given
        worker.fitness.setAside(FailureCode.STORAGE_DENIED, "wrong keys");
        // When
        work(claimed(0));
        // Then
        assertThat(worker.reporter.outcomes()).containsExactly(new Declined("worker-1 has set itself aside"));
        assertThat(worker.renderer.microBatches()).isEmpty();
    }

    @Test
    void shouldReportAgainWithoutRenderingWhenARenderedTaskComesBack() throws InterruptedException {
        // Given
        work(claimed(0));
        // When
        work(new ClaimedTask.Renderable(task(0), 3, NOW, NOW));
        // Then
        assertThat(worker.renderer.microBatches()).hasSize(1);
        assertThat(worker.reporter.results()).hasSize(2);
        assertThat(worker.reporter.results().get(1))
                .isEqualTo(worker.reporter.results().get(0));
    }

    @Test
    void shouldRenderAgainWhenANewAttemptOfTheSameTaskComes() throws InterruptedException {
        // Given
        work(claimed(0));
        RenderTask second = RenderTask.of(BATCH, MANIFEST.name(), item(0, request(0)), 2);
        // When
        work(new ClaimedTask.Renderable(second, 1, NOW, NOW));
        // Then
        assertThat(worker.renderer.microBatches()).hasSize(2);
    }

    @Test
    void shouldCountTheTimeThatTheDeviceStoodIdleBesideAQueuedTask() throws InterruptedException {
        // Given
        Duration queued = Duration.ofSeconds(3);
        Device device = worker.renderer.device();
        worker.renderer.plays((microBatch, cancellation) -> device.take().close());
        work(claimed(0));
        // When
        worker.time.advance(Duration.ofMinutes(1));
        Instant now = worker.time.instant();
        work(new ClaimedTask.Renderable(task(1), 1, now.minus(queued), now));
        // Then
        assertThat(device.use().starved()).isEqualTo(queued);
    }

    private void work(ClaimedTask... claimed) throws InterruptedException {
        worker.flow.work(List.of(claimed), Cancellation.NEVER, () -> {});
    }

    private List<FailureCode> codes() {
        return worker.reporter.outcomes().stream()
                .filter(Failed.class::isInstance)
                .map(outcome -> ((Failed) outcome).code())
                .toList();
    }

    private static ClaimedTask readable(ImageRequest request, int index, int deliveries) {
        RenderTask task = RenderTask.of(BATCH, MANIFEST.name(), item(index, request), 1);
        return new ClaimedTask.Renderable(task, deliveries, NOW, NOW);
    }

    private static void stopIf(Cancellation cancellation) {
        if (cancellation.isRequested()) {
            throw new RenderCancelledException();
        }
    }

    private Map<String, Object> metadata(String name) {
        try (InputStream json = worker.objects.get("batches/batch_1/images/" + name + ".json")) {
            return Json.mapper().readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
