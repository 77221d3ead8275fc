package dev.renderfarm.coordinator.review;

import static dev.renderfarm.coordinator.review.PictureDesk.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.api.ReviewRequest.PictureReview;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchReviewsTest {

    private final PictureDesk desk = new PictureDesk(
            BatchStatus.COMPLETED, TaskState.COMPLETED, TaskState.COMPLETED, TaskState.FAILED, TaskState.COMPLETED);

    @Test
    void shouldSayOfEachPictureTheLastThatIsSaid() throws InterruptedException {
        // When
        review(
                new PictureReview(0, null, "rejected", " too dark\n"),
                new PictureReview(3, null, "approved", ""),
                new PictureReview(null, "MUG", "approved", null));
        // Then
        assertThat(desk.commands.commands())
                .containsExactly(new BatchCommand.Review(
                        BATCH,
                        List.of(
                                new Said(3, Verdict.APPROVED, null),
                                new Said(0, Verdict.APPROVED, null),
                                new Said(1, Verdict.APPROVED, null)),
                        TestBatches.CREATED));
        assertThat(desk.finder.task(BATCH, 1).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    void shouldSendManyInSmallCommands() throws InterruptedException {
        // Given
        TaskState[] states = Collections.nCopies(450, TaskState.COMPLETED).toArray(TaskState[]::new);
        PictureDesk large = new PictureDesk(BatchStatus.IN_PROGRESS, states);
        // When
        reviews(large)
                .review(
                        BATCH,
                        new ReviewRequest(IntStream.range(0, 450)
                                .mapToObj(i -> new PictureReview(i, null, "approved", null))
                                .toList()));
        // Then
        assertThat(large.commands.commands())
                .extracting(command -> ((BatchCommand.Review) command).said().size())
                .containsExactly(200, 200, 50);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("reviews", new ReviewRequest(null)),
                arguments("reviews", new ReviewRequest(List.of())),
                arguments("reviews", of(Collections.nCopies(1_001, new PictureReview(0, null, "approved", null)))),
                arguments("reviews[0]", of(Collections.singletonList(null))),
                arguments("reviews[0]", of(List.of(new PictureReview(null, null, "approved", null)))),
                arguments("reviews[0]", of(List.of(new PictureReview(0, "MUG", "approved", null)))),
                arguments("reviews[0]", of(List.of(new PictureReview(-1, null, "approved", null)))),
                arguments("reviews[0]", of(List.of(new PictureReview(4, null, "approved", null)))),
                arguments("reviews[0]", of(List.of(new PictureReview(null, "CUP", "approved", null)))),
                arguments("reviews[0].verdict", of(List.of(new PictureReview(0, null, null, null)))),
                arguments("reviews[0].verdict", of(List.of(new PictureReview(0, null, "fine", null)))),
                arguments("reviews[0].note", of(List.of(new PictureReview(0, null, "approved", "x".repeat(301))))),
                arguments("reviews[0].note", of(List.of(new PictureReview(0, null, "approved", "a\u0000")))));
    }

    private static ReviewRequest of(@Nullable List<PictureReview> reviews) {
        return new ReviewRequest(reviews);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameWhatIsWrong(String param, ReviewRequest request) {
        assertThatThrownBy(() -> reviews(desk).review(BATCH, request))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    boolean missing = String.valueOf(e.getMessage()).startsWith("the batch ");
                    assertThat(e.code()).isEqualTo(missing ? FailureCode.NOT_FOUND : FailureCode.INVALID_REQUEST);
                    assertThat(e.param()).isEqualTo(param);
                });
        assertThat(desk.commands.commands()).isEmpty();
    }

    @Test
    void shouldRefuseToJudgeWhatWasNotRenderedAndSayHowItStands() {
        assertThatThrownBy(() -> review(new PictureReview(2, null, "approved", null)))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessage("picture 2 is failed: only what was rendered can be judged");
        assertThatThrownBy(() -> review(new PictureReview(null, "SKU-2", "approved", null)))
                .hasMessage("the line \"SKU-2\" is failed: only what was rendered can be judged");
        assertThat(desk.commands.commands()).isEmpty();
    }

    @Test
    void shouldRefuseABatchThatHasNoPicturesOrIsNotThere() {
        PictureDesk early = new PictureDesk(BatchStatus.VALIDATING);
        var request = of(List.of(new PictureReview(0, null, "approved", null)));
        assertThatThrownBy(() -> reviews(early).review(BATCH, request))
                .hasMessage("the batch is validating: it has no pictures");
        assertThatThrownBy(() -> reviews(early).review(new BatchId("batch_2"), request))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    private void review(PictureReview... reviews) throws InterruptedException {
        reviews(desk).review(BATCH, of(List.of(reviews)));
    }

    private static BatchReviews reviews(PictureDesk desk) {
        return new BatchReviews(desk.batches, desk.finder, desk.commands, desk.reader(), PictureDesk.CLOCK);
    }
}
