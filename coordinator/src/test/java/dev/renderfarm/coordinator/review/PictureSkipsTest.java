package dev.renderfarm.coordinator.review;

import static dev.renderfarm.coordinator.review.PictureDesk.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureSkipsTest {

    private final PictureDesk desk = new PictureDesk(
            BatchStatus.IN_PROGRESS, TaskState.COMPLETED, TaskState.WAITING, TaskState.IN_FLIGHT, TaskState.FAILED);

    @Test
    void shouldSkipWhatIsLeftOfThoseThatAreNamed() throws InterruptedException {
        skips(desk).skip(BATCH, new SkipRequest(List.of("MUG"), List.of(2, 1)));
        assertThat(desk.commands.commands())
                .containsExactly(new BatchCommand.Skip(BATCH, List.of(1, 2), TestBatches.CREATED));
    }

    @Test
    void shouldRefuseWhenAllHaveSettled() {
        refuses(new SkipRequest(null, List.of(0, 3)), FailureCode.CONFLICT, "picture 3 is failed");
        refuses(new SkipRequest(List.of("SKU-3"), null), FailureCode.CONFLICT, "picture 3 is failed");
    }

    @Test
    void shouldRefuseWhatNamesNoneOrTooMany() {
        refuses(new SkipRequest(null, null), FailureCode.INVALID_REQUEST, "1 to 1000");
        refuses(new SkipRequest(null, Collections.nCopies(1_001, 1)), FailureCode.INVALID_REQUEST, "1 to 1000");
        refuses(new SkipRequest(Arrays.asList("MUG", null), null), FailureCode.INVALID_REQUEST, "by its index");
        refuses(new SkipRequest(null, List.of(4)), FailureCode.NOT_FOUND, "no picture 4");
    }

    @ParameterizedTest
    @EnumSource(names = {"VALIDATING", "FINALIZING", "CANCELLING", "COMPLETED", "CANCELLED", "EXPIRED", "FAILED"})
    void shouldRefuseABatchThatDoesNotGoOn(BatchStatus status) {
        PictureDesk other = new PictureDesk(status);
        assertThatThrownBy(() -> skips(other).skip(BATCH, new SkipRequest(null, List.of(0))))
                .hasMessage("the batch is " + status.wireName() + ": there is nothing of it left to skip");
    }

    @Test
    void shouldRefuseWhenTheWindowHasEndedThoughTheBatchStillWaitsForWhatIsInFlight() {
        AtomicReference<Instant> now = new AtomicReference<>(TestBatches.EXPIRES);
        PictureSkips skips = skips(desk, now::get);
        assertWindowHasEnded(skips);
        assertThat(desk.commands.commands()).isEmpty();
        // nor where it ends before the ledger hears of the wish
        now.set(TestBatches.CREATED);
        desk.commands.setLedger(command -> now.set(TestBatches.EXPIRES));
        assertWindowHasEnded(skips);
        assertThat(desk.commands.commands()).hasSize(1);
    }

    private static void assertWindowHasEnded(PictureSkips skips) {
        assertThatThrownBy(() -> skips.skip(BATCH, new SkipRequest(null, List.of(2))))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessage("the batch is in_progress, and its completion window has ended: there is nothing of it left"
                        + " to skip");
    }

    private void refuses(SkipRequest request, FailureCode code, String why) {
        assertThatThrownBy(() -> skips(desk).skip(BATCH, request))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
        assertThat(desk.commands.commands()).isEmpty();
    }

    private static PictureSkips skips(PictureDesk desk) {
        return skips(desk, PictureDesk.CLOCK);
    }

    private static PictureSkips skips(PictureDesk desk, InstantSource clock) {
        return new PictureSkips(desk.batches, desk.finder, desk.commands, desk.reader(), clock);
    }
}
