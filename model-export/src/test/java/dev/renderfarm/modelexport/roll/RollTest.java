package dev.renderfarm.modelexport.roll;

import static dev.renderfarm.modelexport.roll.Rolls.MODEL;
import static dev.renderfarm.modelexport.roll.Rolls.ONE;
import static dev.renderfarm.modelexport.roll.Rolls.PLACE;
import static dev.renderfarm.modelexport.roll.Rolls.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.rollout.Rollout;
import dev.renderfarm.modeldistribution.rollout.Rollouts;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WORKERS = 10;

    private final ManualTime time = new ManualTime(NOON);
    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final Rollouts rollouts = new Rollouts(bucket, PLACE);
    private final List<String> news = new ArrayList<>();
    private final FakeFarmWorkers farm = new FakeFarmWorkers(this::digestOf);

    @Test
    void shouldTakeTheFirstPackageForStableAndDrainNobody() throws InterruptedException {
        roll().to(ONE);
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
        assertThat(farm.drained()).isEmpty();
    }

    @Test
    void shouldDrainEachWorkerOnceInTheOrderOfItsPosition() throws InterruptedException {
        // Given
        startFarm();
        // When
        roll().to(TWO);
        // Then
        assertThat(now()).isEqualTo(Rollout.ofAll(TWO));
        assertThat(farm.drained()).doesNotHaveDuplicates().hasSize(WORKERS);
        assertThat(farm.of(MODEL))
                .allMatch(worker -> worker.heartbeat().modelDigest().equals(digest(TWO)));
        assertThat(shares()).hasSize(6).startsWith(0.0).endsWith(1.0, 0.0);
        assertThat(shares().subList(0, 5)).isSorted();
        assertThat(Rollout.position(new WorkerId(farm.drained().get(0))))
                .as("one of ten is the canary")
                .isEqualTo(positions().min().orElseThrow());
    }

    @Test
    void shouldPutTheStableBackWhenTheCanaryIsSetAside() throws InterruptedException {
        // Given
        startFarm();
        farm.problem = new WorkerProblem(FailureCode.GOLDEN_MISMATCH, "another picture", NOON);
        farm.onDrain = worker -> farm.problem = farm.drained().size() == 1 ? farm.problem : null;
        // When
        assertThatThrownBy(() -> roll().to(TWO))
                .isInstanceOfSatisfying(
                        RollException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.GOLDEN_MISMATCH))
                .hasMessageContaining("another picture")
                .hasMessageContaining("put back");
        // Then
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
        assertThat(farm.drained())
                .as("the canary, there and back")
                .hasSize(2)
                .containsOnly(farm.drained().get(0));
        assertThat(farm.of(MODEL))
                .allMatch(worker -> worker.heartbeat().modelDigest().equals(digest(ONE)));
    }

    @Test
    void shouldPutTheStableBackWhenTheCanaryRendersNothing() throws InterruptedException {
        // Given
        startFarm();
        farm.work = true;
        // When, then
        assertThatThrownBy(() -> roll().to(TWO)).hasMessageContaining("did not render 3 pictures each within 60 s");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
    }

    @Test
    void shouldTakeACanaryThatHasGoneSinceForNoProof() throws InterruptedException {
        // Given: it is heard of once after its start, and no more
        startFarm();
        AtomicInteger looks = new AtomicInteger();
        farm.gone = worker -> worker.modelDigest().equals(digest(TWO)) && looks.incrementAndGet() > 1;
        // When, then
        assertThatThrownBy(() -> roll().to(TWO)).hasMessageContaining("did not render 3 pictures each within 60 s");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
    }

    @Test
    void shouldGoOnWhereItWasInterrupted() throws InterruptedException {
        // Given
        startFarm();
        rollouts.append(1, new Rollout(ONE, TWO, 0.5));
        // When
        roll().to(TWO);
        // Then
        assertThat(now()).isEqualTo(Rollout.ofAll(TWO));
        assertThat(shares().subList(1, shares().size() - 1)).allMatch(share -> share >= 0.5);
        assertThat(farm.drained()).doesNotHaveDuplicates().hasSize(WORKERS);
    }

    @Test
    void shouldWaitForWorkersThatAnInterruptedRollHadDrained() throws InterruptedException {
        // Given: one of the share has ended a moment ago, and does not come back
        startFarm();
        rollouts.append(1, new Rollout(ONE, TWO, 1));
        farm.gone = worker -> worker.workerId().value().equals("worker-3");
        // When, then
        assertThatThrownBy(() -> roll().to(TWO)).hasMessageContaining("[worker-3] did not come back");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
    }

    @Test
    void shouldNotWaitForWorkersThatWereGoneLongBefore() throws InterruptedException {
        // Given
        startFarm();
        rollouts.append(1, new Rollout(ONE, TWO, 1));
        farm.gone = worker -> worker.workerId().value().equals("worker-3");
        time.sleep(PATIENCE);
        // When
        roll().to(TWO);
        // Then
        assertThat(now()).isEqualTo(Rollout.ofAll(TWO));
        assertThat(farm.drained()).hasSize(WORKERS - 1).doesNotContain("worker-3");
    }

    @Test
    void shouldPutNothingBackWhenTheFarmDoesNotAnswerAndGoOnWhenItDoes() throws InterruptedException {
        // Given
        startFarm();
        farm.onDrain = worker -> farm.unreachable = true;
        // When
        assertThatThrownBy(() -> roll().to(TWO)).hasMessageContaining("call it again to go on, or --abort");
        // Then
        assertThat(now().next()).isEqualTo(TWO);
        // When
        farm.unreachable = false;
        farm.onDrain = worker -> {};
        roll().to(TWO);
        // Then
        assertThat(now()).isEqualTo(Rollout.ofAll(TWO));
        assertThat(farm.drained()).doesNotHaveDuplicates().hasSize(WORKERS);
    }

    @Test
    void shouldAbortAgainWhereAnAbortWasInterrupted() throws InterruptedException {
        // Given: the stable package stands in the bucket again, and workers have the other one
        startFarm();
        roll().to(TWO);
        rollouts.append(rollouts.latest().orElseThrow().number(), Rollout.ofAll(ONE));
        farm.onDrain = worker -> farm.unreachable = farm.drained().size() == WORKERS + 4;
        assertThatThrownBy(() -> roll().abort()).hasMessageContaining("no farm answers");
        // When
        farm.unreachable = false;
        roll().abort();
        // Then
        assertThat(farm.drained()).as("each there and back, once").hasSize(2 * WORKERS);
        assertThat(farm.of(MODEL))
                .allMatch(worker -> worker.heartbeat().modelDigest().equals(digest(ONE)));
    }

    @Test
    void shouldPutAllOthersBackWhenOneDoesNotComeBack() throws InterruptedException {
        // Given: the last one of the roll is lost
        startFarm();
        farm.onDrain = worker -> {
            if (farm.drained().size() == WORKERS) {
                farm.gone = heard -> heard.workerId().equals(worker);
            }
        };
        // When, then
        assertThatThrownBy(() -> roll().to(TWO))
                .hasMessageContaining("did not come back within 60 s; the package before is put back");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
        assertThat(farm.of(MODEL))
                .filteredOn(WorkerView::live)
                .hasSize(WORKERS - 1)
                .allMatch(worker -> worker.heartbeat().modelDigest().equals(digest(ONE)));
    }

    @Test
    void shouldRefuseWhileAnotherPackageIsRolledOut() throws InterruptedException {
        startFarm();
        rollouts.append(1, new Rollout(ONE, PLACE.below("3"), 0.5));
        assertThatThrownBy(() -> roll().to(TWO)).hasMessageContaining("another package is being rolled out");
        assertThat(farm.drained()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWhenAWorkerDoesNotFollow() throws InterruptedException {
        // Given: a worker that was given the address of one package
        rollouts.append(0, Rollout.ofAll(ONE));
        FakeFarmWorkers fixed = new FakeFarmWorkers(worker -> digest(ONE));
        fixed.start("worker-1", NOON);
        // When, then
        assertThatThrownBy(() -> roll(fixed).to(TWO)).hasMessageContaining("must be the address of the model");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
    }

    private void startFarm() {
        rollouts.append(0, Rollout.ofAll(ONE));
        IntStream.range(0, WORKERS).forEach(i -> farm.start("worker-" + i, NOON));
    }

    private DoubleStream positions() {
        return farm.of(MODEL).stream()
                .mapToDouble(worker -> Rollout.position(worker.heartbeat().workerId()));
    }

    private List<Double> shares() {
        return bucket.keys().stream().map(this::share).toList();
    }

    private double share(String key) {
        try (InputStream in = bucket.get(key)) {
            return Json.read(in.readAllBytes(), Rollout.class).share();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Roll roll() {
        return roll(farm);
    }

    private Roll roll(FarmWorkers workers) {
        return new Roll(
                rollouts,
                new Replacement(workers, PATIENCE, time, time, news::add),
                new RollPace(0.1, 3, PATIENCE),
                at -> new RollTarget(at, MODEL, digest(at)),
                news::add);
    }

    private Rollout now() {
        return rollouts.latest().orElseThrow().rollout();
    }

    private String digestOf(WorkerId worker) {
        return digest(now().packageOf(worker));
    }

    private static String digest(PackageAddress address) {
        return "sha256:" + address.prefix();
    }
}
