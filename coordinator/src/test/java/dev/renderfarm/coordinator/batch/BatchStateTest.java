package dev.renderfarm.coordinator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which states of the list a batch is in. */
class BatchStateTest {

    private static final BatchId ID = new BatchId("batch_1");

    static Stream<Arguments> batches() {
        Batch goesOn = TestBatches.batch(ID, BatchStatus.IN_PROGRESS, 1, 3, null);
        return Stream.of(
                Arguments.of("new", TestBatches.batch(ID, BatchStatus.VALIDATING, 1), states(BatchState.RENDERING)),
                Arguments.of("going on", goesOn, states(BatchState.RENDERING)),
                Arguments.of(
                        "paused", TestBatches.waitingFor(goesOn, WaitingCode.PAUSED), states(BatchState.RENDERING)),
                Arguments.of(
                        "without a yes",
                        TestBatches.waitingFor(goesOn, WaitingCode.PREVIEW),
                        states(BatchState.TO_REVIEW)),
                Arguments.of(
                        "stopped for its failures",
                        TestBatches.waitingFor(goesOn, WaitingCode.FAILURES),
                        states(BatchState.RENDERING, BatchState.NEEDS_MENDING)),
                Arguments.of(
                        "refused",
                        TestBatches.batch(ID, BatchStatus.FAILED, 1),
                        states(BatchState.NEEDS_MENDING, BatchState.DONE)),
                Arguments.of("not judged", ended(3, 0), states(BatchState.TO_REVIEW, BatchState.DONE)),
                Arguments.of(
                        "judged in part",
                        TestBatches.reviewed(ended(3, 0), 1, 1),
                        states(BatchState.TO_REVIEW, BatchState.DONE)),
                Arguments.of("judged", TestBatches.reviewed(ended(3, 0), 2, 1), states(BatchState.DONE)),
                Arguments.of(
                        "failed in part",
                        TestBatches.reviewed(ended(3, 1), 3, 0),
                        states(BatchState.NEEDS_MENDING, BatchState.DONE)),
                Arguments.of(
                        "of skipped lines",
                        TestBatches.settled(ID, BatchStatus.COMPLETED, new RequestCounts(0, 0, 0), null, 2),
                        states(BatchState.NEEDS_MENDING, BatchState.DONE)),
                Arguments.of(
                        "waited for by somebody",
                        TestBatches.of(ended(1, 0), null, Lane.INTERACTIVE),
                        states(BatchState.DONE)),
                Arguments.of(
                        "cancelled before its first picture",
                        TestBatches.settled(ID, BatchStatus.CANCELLED, new RequestCounts(3, 0, 0), null),
                        states(BatchState.DONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("batches")
    void shouldPutABatchWhereItBelongs(String name, Batch batch, Set<BatchState> expected) {
        // When
        Set<BatchState> found = Arrays.stream(BatchState.values())
                .filter(state -> state.holds(batch))
                .collect(Collectors.toSet());
        // Then
        assertThat(found).isEqualTo(expected);
    }

    private static Batch ended(int completed, int failed) {
        return TestBatches.settled(
                ID, BatchStatus.COMPLETED, new RequestCounts(completed + failed, completed, failed), null);
    }

    private static Set<BatchState> states(BatchState... states) {
        return Set.copyOf(List.of(states));
    }
}
