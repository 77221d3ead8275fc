package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.FakeTaskQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue.Acknowledgement;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a slot does from one claim to the next. Long because each case runs the same slot on a thread of its own: they
 * share the fixture.
 */
class SlotTest {

    private final SlotFixture worker = new SlotFixture();
    private final FakeTaskQueue queue = new FakeTaskQueue();
    private final WorkerLoad load = new WorkerLoad(worker.time);
    private final Drain drain = new Drain(worker.time);
    private final CountDownLatch rendering = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private Slot start(Duration taskTimeout) {
        Slot slot = new Slot(queue, worker.flow, load, worker.meters, drain, taskTimeout, InstantSource.system());
        Thread thread = new Thread(slot, "slot-under-test");
        thread.setDaemon(true);
        // else Awaitility takes what ends a slot for a failure of the test
        thread.setUncaughtExceptionHandler((ended, cause) -> {});
        thread.start();
        return slot;
    }

    @AfterEach
    void end() {
        goOn.countDown();
        worker.reporter.findBroker();
        drain.begin(Duration.ZERO);
        await().untilAsserted(() -> assertThat(queue.isClosed()).isTrue());
    }

    @Test
    void shouldAcceptWhenTheWorkIsReported() {
        // Given
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0), claimed(1));
        queue.add(claimed(2));
        // Then
        await().untilAsserted(() ->
                assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.ACCEPT, Acknowledgement.ACCEPT));
        assertThat(worker.reporter.outcomes()).hasSize(3).allMatch(Rendered.class::isInstance);
    }

    @Test
    void shouldLetOthersHaveTheDeviceWhileItsPictureIsStillToBeReported() {
        // Given
        worker.reporter.loseBroker();
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(queue.timesRendered()).isEqualTo(1));
        assertThat(queue.acknowledgements()).isEmpty();
    }

    @Test
    void shouldAcceptNothingOfAMicroBatchBeforeItsLastResultIsWritten() {
        // Given
        List<Integer> acceptedWhenWritten = new CopyOnWriteArrayList<>();
        worker.reporter.whenWritten(
                result -> acceptedWhenWritten.add(queue.acknowledgements().size()));
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0), claimed(1));
        // Then
        await().untilAsserted(() -> assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.ACCEPT));
        assertThat(acceptedWhenWritten).containsExactly(0, 0);
    }

    @Test
    void shouldKeepItsThreadFromOneMicroBatchToTheNext() {
        // Given
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        worker.renderer.plays((microBatch, cancellation) -> threads.add(Thread.currentThread()));
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0));
        queue.add(claimed(1));
        // Then
        await().untilAsserted(() -> assertThat(worker.reporter.outcomes()).hasSize(2));
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldKeepTheLockAndSayWhatItHoldsWhenTheWorkIsLong() {
        // Given
        worker.renderer.plays(this::waitForTheTest);
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(queue.renewals()).isGreaterThan(3));
        assertThat(load.snapshot().held()).containsExactly(task(0).taskId());
        assertThat(worker.meters.busySlots).containsExactly(1);
        goOn.countDown();
        await().untilAsserted(() -> assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.ACCEPT));
        await().untilAsserted(() -> assertThat(load.snapshot().held()).isEmpty());
    }

    @Test
    void shouldStopAndSettleNothingWhenTheLockIsLost() {
        // Given
        worker.renderer.plays(SlotTest::renderUntilCancelled);
        start(Duration.ofMinutes(1));
        queue.loseLocks();
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(worker.meters.busySlots).containsExactly(1, 0));
        assertThat(queue.acknowledgements()).isEmpty();
        assertThat(worker.reporter.results()).isEmpty();
    }

    @Test
    void shouldDeliverWhatIsRenderedWhenTheLockIsLostTooLate() {
        // Given: the renderer does not ask whether it is cancelled
        worker.renderer.plays(this::waitForTheTest);
        start(Duration.ofMinutes(1));
        queue.loseLocks();
        // When
        queue.add(claimed(0));
        await().untilAsserted(() -> assertThat(queue.renewals()).isEqualTo(1));
        goOn.countDown();
        // Then
        await().untilAsserted(() -> assertThat(worker.reporter.outcomes()).hasSize(1));
        assertThat(queue.acknowledgements()).isEmpty();
    }

    @Test
    void shouldSayNothingAgainstATaskThatItLostAndStillWorksOn() throws InterruptedException {
        // Given
        String note = ObjectKeys.redelivery(task(0).taskId(), 1, SlotFixture.WORKER);
        worker.renderer.plays(this::waitForTheTest);
        start(Duration.ofMinutes(1));
        queue.add(new ClaimedTask.Renderable(task(0), 2, SampleTasks.NOW, SampleTasks.NOW));
        rendering.await();
        boolean noted = worker.objects.stat(note).isPresent();
        // When
        queue.loseLocks();
        // Then
        await().untilAsserted(() -> assertThat(worker.objects.stat(note)).isEmpty());
        assertThat(noted).isTrue();
        assertThat(worker.reporter.results()).isEmpty();
        goOn.countDown();
    }

    @Test
    void shouldFinishWhatItHoldsWhenItDrains() throws InterruptedException {
        // Given
        worker.renderer.plays(this::waitForTheTest);
        start(Duration.ofMinutes(1));
        queue.add(claimed(0));
        queue.add(claimed(1));
        rendering.await();
        // When
        drain.begin(Duration.ofMinutes(1));
        goOn.countDown();
        // Then
        await().untilAsserted(() -> assertThat(queue.isClosed()).isTrue());
        assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.ACCEPT);
        assertThat(worker.reporter.outcomes()).hasSize(1);
    }

    @Test
    void shouldGiveBackWhenTheTimeToDrainIsOver() throws InterruptedException {
        // Given
        worker.renderer.plays(SlotTest::renderUntilCancelled);
        start(Duration.ofMinutes(1));
        queue.add(claimed(0));
        await().untilAsserted(() -> assertThat(load.snapshot().held()).isNotEmpty());
        // When
        drain.begin(Duration.ofSeconds(30));
        worker.time.advance(Duration.ofSeconds(30));
        // Then
        await().untilAsserted(() -> assertThat(queue.isClosed()).isTrue());
        assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.RELEASE);
        assertThat(worker.reporter.results()).isEmpty();
    }

    @Test
    void shouldReportATimeOutWhenTheWorkDoesNotEnd() {
        // Given
        worker.renderer.plays(SlotTest::renderUntilCancelled);
        start(Duration.ofMillis(100));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.ACCEPT));
        assertThat(worker.reporter.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.RENDER_TIMED_OUT));
    }

    @Test
    void shouldReportAndGoOnWhenTheMachineItselfFails() {
        // Given
        worker.renderer.plays((microBatch, cancellation) -> {
            if (microBatch.get(0).seed() == 0) {
                throw new OutOfMemoryError("made by the test");
            }
            if (microBatch.get(0).seed() == 1) {
                throw new StackOverflowError("made by the test");
            }
        });
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0));
        queue.add(claimed(1));
        queue.add(claimed(2));
        // Then
        await().untilAsserted(() -> assertThat(queue.acknowledgements())
                .containsExactly(Acknowledgement.ACCEPT, Acknowledgement.ACCEPT, Acknowledgement.ACCEPT));
        assertThat(codes()).containsExactly(FailureCode.DEVICE_OUT_OF_MEMORY, FailureCode.INTERNAL_ERROR);
    }

    @Test
    void shouldGiveBackAndWaitWhenNotEvenTheFailureCanBeReported() {
        // Given
        worker.reporter.breakDown();
        start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.RELEASE));
        await().untilAsserted(() -> assertThat(queue.startOvers()).containsExactly(1));
    }

    @Test
    void shouldStartOverAndGoOnWhenAClaimFailsUnexpectedly() {
        // Given
        queue.failOnce(new IllegalArgumentException("made by the test"));
        Slot slot = start(Duration.ofMinutes(1));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(queue.acknowledgements()).containsExactly(Acknowledgement.ACCEPT));
        assertThat(queue.startOvers()).containsExactly(1);
        assertThat(slot.isAlive()).isTrue();
    }

    @Test
    void shouldNotCountAsAliveWhenItEndedBeforeTheDrain() {
        // Given
        queue.failOnce(new InternalError("made by the test"));
        // When
        Slot slot = start(Duration.ofMinutes(1));
        // Then
        await().untilAsserted(() -> assertThat(slot.isAlive()).isFalse());
        assertThat(queue.isClosed()).isTrue();
    }

    @Test
    void shouldNotCountAsAliveWhenTheWorkHangsAfterTheLockIsLost() {
        // Given: the renderer does not ask whether it is cancelled
        worker.renderer.plays(this::waitForTheTest);
        queue.loseLocks();
        Slot slot = start(Duration.ofMillis(200));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(slot.isAlive()).isFalse());
        assertThat(queue.renewals()).isEqualTo(1);
        goOn.countDown();
        await().untilAsserted(() -> assertThat(slot.isAlive()).isTrue());
    }

    @Test
    void shouldNotCountAsAliveWhenItHangsWhileTheBrokerIsAway() {
        // Given
        worker.renderer.plays(this::waitForTheTest);
        worker.reporter.loseBroker();
        Slot slot = start(Duration.ofMillis(100));
        // When
        queue.add(claimed(0));
        // Then
        await().untilAsserted(() -> assertThat(slot.isAlive()).isFalse());
        assertThat(queue.acknowledgements()).isEmpty();
    }

    private List<FailureCode> codes() {
        return worker.reporter.outcomes().stream()
                .filter(Failed.class::isInstance)
                .map(outcome -> ((Failed) outcome).code())
                .toList();
    }

    private void waitForTheTest(Object microBatch, Cancellation cancellation) throws InterruptedException {
        rendering.countDown();
        goOn.await();
    }

    private static void renderUntilCancelled(Object microBatch, Cancellation cancellation) throws InterruptedException {
        while (!cancellation.isRequested()) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        throw new RenderCancelledException();
    }
}
