package dev.renderfarm.modelexport.roll;

import static dev.renderfarm.modelexport.roll.Rolls.MODEL;
import static dev.renderfarm.modelexport.roll.Rolls.ONE;
import static dev.renderfarm.modelexport.roll.Rolls.PLACE;
import static dev.renderfarm.modelexport.roll.Rolls.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.rollout.Rollout;
import dev.renderfarm.modeldistribution.rollout.Rollouts;
import dev.renderfarm.modelexport.roll.Roll.RollTarget;
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
    private static final int WORKERS = 10;

    private final ManualTime time = new ManualTime(NOON);
    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final Rollouts rollouts = new Rollouts(bucket, PLACE);
    private final List<String> news = new ArrayList<>();
    private final FakeFarmWorkers farm = new FakeFarmWorkers(this::digestOf);

    @Test
    void shouldTakeTheFirstPackageForStableAndDrainNobody() throws InterruptedException {
        roll(ONE).run();
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
        assertThat(farm.drained()).isEmpty();
    }

    @Test
    void shouldDrainEachWorkerOnceInTheOrderOfItsPosition() throws InterruptedException {
        // Given
        startFarm();
        // When
        roll(TWO).run();
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
        // When
        assertThatThrownBy(() -> roll(TWO).run())
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
        assertThatThrownBy(() -> roll(TWO).run()).hasMessageContaining("did not render 3 pictures each within 60 s");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
    }

    @Test
    void shouldTakeACanaryThatHasGoneSinceForNoProof() throws InterruptedException {
        // Given: it is heard of once after its start, and no more
        startFarm();
        AtomicInteger looks = new AtomicInteger();
        farm.gone = worker -> worker.modelDigest().equals(digest(TWO)) && looks.incrementAndGet() > 1;
        // When, then
        assertThatThrownBy(() -> roll(TWO).run()).hasMessageContaining("did not render 3 pictures each within 60 s");
        assertThat(now()).isEqualTo(Rollout.ofAll(ONE));
    }

    @Test
    void shouldGoOnWhereItWasInterrupted() throws InterruptedException {
        // Given
        startFarm();
        rollouts.append(1, new Rollout(ONE, TWO, 0.5));
        // When
        roll(TWO).run();
        // Then
        assertThat(now()).isEqualTo(Rollout.ofAll(TWO));
        assertThat(shares().subList(1, shares().size() - 1)).allMatch(share -> share >= 0.5);
        assertThat(farm.drained()).doesNotHaveDuplicates().hasSize(WORKERS);
    }

    @Test
    void shouldRefuseWhileAnotherPackageIsRolledOut() throws InterruptedException {
        startFarm();
        rollouts.append(1, new Rollout(ONE, PLACE.below("3"), 0.5));
        assertThatThrownBy(() -> roll(TWO).run()).hasMessageContaining("another package is being rolled out");
        assertThat(farm.drained()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWhenAWorkerDoesNotFollow() throws InterruptedException {
        // Given: a worker that was given the address of one package
        rollouts.append(0, Rollout.ofAll(ONE));
        FakeFarmWorkers fixed = new FakeFarmWorkers(worker -> digest(ONE));
        fixed.start("worker-1", NOON);
        // When, then
        assertThatThrownBy(() -> roll(TWO, fixed).run()).hasMessageContaining("must be the address of the model");
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

    private Roll roll(PackageAddress to) {
        return roll(to, farm);
    }

    private Roll roll(PackageAddress to, FarmWorkers workers) {
        return new Roll(
                rollouts,
                workers,
                new RollTarget(to, MODEL, digest(to)),
                new RollPace(0.1, 3, Duration.ofSeconds(60)),
                time,
                time,
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
