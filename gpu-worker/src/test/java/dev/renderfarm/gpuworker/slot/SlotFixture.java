package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.png.PngLevel;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.gpuworker.render.ScriptedRenderer;
import dev.renderfarm.gpuworker.report.FakeResultReporter;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.source.Canvases;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.gpuworker.store.BucketWriter;
import dev.renderfarm.gpuworker.store.ImageStore;
import dev.renderfarm.gpuworker.store.Patience;
import dev.renderfarm.gpuworker.store.RedeliveryNotes;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.gpuworker.store.ThumbnailWriter;
import dev.renderfarm.gpuworker.trace.TaskTrace;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.gpuworker.trace.Timeline;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A worker's inside around fakes. */
final class SlotFixture {

    static final WorkerId WORKER = new WorkerId("worker-1");

    final ManualTime time = new ManualTime(SampleTasks.NOW);
    /** The device draws 300 W. */
    final ScriptedRenderer renderer = new ScriptedRenderer(
            () -> OptionalLong.of(
                    300 * Duration.between(SampleTasks.NOW, time.instant()).toMillis()),
            time);

    final InMemoryObjectStore objects = new InMemoryObjectStore();
    final FakeResultReporter reporter = new FakeResultReporter();
    final UnwantedBatches unwanted = new UnwantedBatches(10);
    final RecordingTally meters = new RecordingTally();
    final Fitness fitness = new Fitness(
            3, Backoff.doubling(Duration.ofSeconds(10), Duration.ofMinutes(5), Jitter.NONE), () -> {}, time);
    final RecordingTraces traces = new RecordingTraces(time);
    volatile ThumbnailWriter thumbnails = ThumbnailWriter.NONE;
    volatile FileSigning signing = FileSigning.NONE;
    final TaskFlow flow = flow();

    private TaskFlow flow() {
        StorageProbe probe = new StorageProbe(objects, WORKER, new Random(1));
        Patience patience = new Patience(
                Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(5), Jitter.NONE),
                Duration.ofMinutes(1),
                time,
                time);
        BucketWriter bucket = new BucketWriter(objects, probe, fitness, patience);
        ImageStore store = new ImageStore(bucket, (task, size, rgb) -> thumbnails.write(task, size, rgb));
        RedeliveryNotes redeliveries = new RedeliveryNotes(objects, WORKER);
        return new TaskFlow(
                new Admission(WORKER, MANIFEST.name(), unwanted, fitness, redeliveries),
                new Canvases(new BucketReader(objects, probe, fitness, patience), time),
                renderer,
                PictureChecks.ALL,
                new PictureStoring(WORKER, MANIFEST, PngLevel.BALANCED, new SigningOfNow(), store, meters, time),
                new ResultReports(WORKER, MANIFEST.digest(), reporter, meters, fitness, traces, time),
                meters,
                traces,
                redeliveries);
    }

    /** Signs as the test wants it by then. */
    private final class SigningOfNow implements FileSigning {

        @Override
        public byte[] signed(byte[] file, @Nullable SourceUse source) {
            return signing.signed(file, source);
        }

        @Override
        public Optional<String> form() {
            return signing.form();
        }
    }

    /** {@link TaskTraces} that trace what is traced by its batch, and keep what they are told. */
    static final class RecordingTraces implements TaskTraces {

        static final Traceparent CAUSE = new Traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        final List<List<Timeline.Lap>> timelines = new CopyOnWriteArrayList<>();
        final List<TaskResult> ended = new CopyOnWriteArrayList<>();
        private final InstantSource clock;

        RecordingTraces(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public @Nullable Timeline begin(ClaimedTask task) {
            return task.traceparent() == null ? null : new Timeline(clock);
        }

        @Override
        public @Nullable TaskTrace reporting(ClaimedTask task, TaskResult result, @Nullable Timeline timeline) {
            if (task.traceparent() == null) {
                return null;
            }
            timelines.add(timeline == null ? List.of() : timeline.laps());
            return new TaskTrace() {
                @Override
                public Traceparent cause() {
                    return CAUSE;
                }

                @Override
                public void ended() {
                    ended.add(result);
                }
            };
        }
    }

    /** A {@link SlotMeters} that keeps what it counts. */
    static final class RecordingTally implements SlotMeters {

        final List<Integer> busySlots = new CopyOnWriteArrayList<>();
        final List<Stage> stages = new CopyOnWriteArrayList<>();
        final List<TaskOutcome> outcomes = new CopyOnWriteArrayList<>();
        final List<WorkerActivity> drawn = new CopyOnWriteArrayList<>();
        volatile @Nullable WorkerActivity drawing;

        @Override
        public void busySlots(int count) {
            busySlots.add(count);
        }

        @Override
        public void took(Map<Stage, Duration> times) {
            stages.addAll(times.keySet());
        }

        @Override
        public void reported(TaskOutcome outcome, Duration took, @Nullable Traceparent trace) {
            outcomes.add(outcome);
        }

        @Override
        public void drawing(WorkerActivity now) {
            drawn.add(now);
            drawing = now;
        }

        @Override
        public void drawnNoMore(TaskId first) {
            drawing = null;
        }

        @Override
        public void thumbnailLeftOut() {}
    }
}
