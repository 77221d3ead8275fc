package dev.renderfarm.coordinator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkforceTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final BatchId BATCH = new BatchId("batch_1");
    private static final WorkerId ONE = new WorkerId("w1");
    private static final WorkerId TWO = new WorkerId("w2");

    @Test
    void shouldBeHinderedByNothingWhileOneIsReady() {
        Workforce workforce =
                Workforce.of(List.of(worker("w1", WorkerState.READY, null), worker("w2", WorkerState.SET_ASIDE, null)));
        assertThat(workforce.hindrance(TINY)).isEmpty();
        assertThat(workforce.inHand()).containsEntry(BATCH, 2);
    }

    @Test
    void shouldBeBusyWhileMostOfThemHaveSomethingInHandHoweverManySlotsTheyHave() {
        WorkerHeartbeat busy = worker("w1", WorkerState.READY, null);
        WorkerHeartbeat aside = worker("w2", WorkerState.SET_ASIDE, null);
        assertThat(Workforce.of(List.of(busy, aside)).isBusy()).isTrue();
        assertThat(Workforce.of(List.of(busy, idle("w3"), aside)).isBusy()).isTrue();
        assertThat(Workforce.of(List.of(busy, idle("w3"), idle("w4"), aside)).isBusy())
                .isFalse();
        assertThat(Workforce.of(List.of(idle("w3"), aside)).isBusy()).isFalse();
    }

    @Test
    void shouldSayThatNobodyIsThereOrThatTheyStart() {
        assertThat(Workforce.of(List.of(worker("w1", WorkerState.DRAINING, null)))
                        .hindrance(TINY))
                .contains(new Hindrance(WaitingCode.NO_WORKERS, "no worker of model tiny is running"));
        assertThat(Workforce.of(List.of(worker("w1", WorkerState.STARTING, null)))
                        .hindrance(TINY))
                .get()
                .extracting(Hindrance::code)
                .isEqualTo(WaitingCode.WORKERS_STARTING);
    }

    @Test
    void shouldSayWhyTheyAreSetAsideWithoutAnInsideAddress() {
        // Given
        var full = problem(FailureCode.STORAGE_FULL, "the storage at http://10.0.0.1:9000 is full");
        var denied = problem(FailureCode.STORAGE_DENIED, "wrong keys");
        // When
        Workforce workforce = Workforce.of(List.of(
                worker("w1", WorkerState.SET_ASIDE, full),
                worker("w2", WorkerState.SET_ASIDE, denied),
                worker("w3", WorkerState.SET_ASIDE, full),
                worker("w4", WorkerState.STARTING, null)));
        // Then
        assertThat(workforce.hindrance(TINY))
                .contains(new Hindrance(
                        WaitingCode.WORKERS_SET_ASIDE,
                        "3 of 4 workers of model tiny are set aside: most often storage_full, the storage is full"));
    }

    @Test
    void shouldSayThatNoDeviceHasEnoughMemoryWhereThatIsAllThatKeepsThemFromIt() {
        // Given
        var small = problem(FailureCode.DEVICE_OUT_OF_MEMORY, "8 GiB are too little");
        var denied = problem(FailureCode.STORAGE_DENIED, "wrong keys");
        // Then
        assertThat(Workforce.of(List.of(worker("w1", WorkerState.SET_ASIDE, small)))
                        .hindrance(TINY))
                .contains(new Hindrance(
                        WaitingCode.NO_MEMORY,
                        "1 of 1 workers of model tiny are set aside: device_out_of_memory, 8 GiB are too little"));
        assertThat(Workforce.of(List.of(
                                worker("w1", WorkerState.SET_ASIDE, small),
                                worker("w2", WorkerState.SET_ASIDE, denied)))
                        .hindrance(TINY))
                .get()
                .extracting(Hindrance::code)
                .isEqualTo(WaitingCode.WORKERS_SET_ASIDE);
        assertThat(Workforce.of(List.of(
                                worker("w1", WorkerState.SET_ASIDE, small), worker("w2", WorkerState.STARTING, null)))
                        .hindrance(TINY))
                .get()
                .extracting(Hindrance::code)
                .isEqualTo(WaitingCode.WORKERS_SET_ASIDE);
    }

    @Test
    void shouldAvoidThoseThatFailedOnlyWhileAnotherIsReady() {
        Workforce both =
                Workforce.of(List.of(worker("w1", WorkerState.READY, null), worker("w2", WorkerState.READY, null)));
        Workforce first =
                Workforce.of(List.of(worker("w1", WorkerState.READY, null), worker("w2", WorkerState.SET_ASIDE, null)));
        assertThat(both.avoidable(List.of(ONE))).containsExactly(ONE);
        assertThat(both.avoidable(List.of(ONE, TWO))).isEmpty();
        assertThat(first.avoidable(List.of(ONE))).isEmpty();
        assertThat(first.avoidable(List.of(TWO))).containsExactly(TWO);
    }

    private static WorkerProblem problem(FailureCode code, String detail) {
        return new WorkerProblem(code, detail, Instant.EPOCH);
    }

    private static WorkerHeartbeat idle(String id) {
        return worker(id, WorkerState.READY, null, List.of());
    }

    private static WorkerHeartbeat worker(String id, WorkerState state, @Nullable WorkerProblem problem) {
        return worker(id, state, problem, List.of(new TaskId(BATCH, id.hashCode())));
    }

    private static WorkerHeartbeat worker(
            String id, WorkerState state, @Nullable WorkerProblem problem, List<TaskId> held) {
        return new WorkerHeartbeat(
                new WorkerId(id),
                state,
                TINY,
                "sha256:00",
                "CPU:0",
                3,
                held,
                1,
                null,
                0,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                problem);
    }
}
