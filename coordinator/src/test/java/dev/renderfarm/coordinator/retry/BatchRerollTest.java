package dev.renderfarm.coordinator.retry;

import static dev.renderfarm.coordinator.review.PictureDesk.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.RerollRequest.PictureReroll;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.review.PictureDesk;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.coordinator.submission.KnownBatches;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchRerollTest {

    private final PictureDesk desk = new PictureDesk(
            BatchStatus.COMPLETED, TaskState.COMPLETED, TaskState.COMPLETED, TaskState.FAILED, TaskState.COMPLETED);
    private final Random random = new Random(3);
    private final FileStore files = new FileStore(desk.objects, PictureDesk.CLOCK, random);

    @Test
    void shouldAskForOtherPicturesOfTheSameLinesAsABatchOfItsOwn() throws Exception {
        // When
        reroll(
                BATCH,
                new PictureReroll(null, "MUG", "a red mug", "", null, null, 3),
                new PictureReroll(2, null, null, null, 7L, null, null),
                new PictureReroll(3, null, null, "shadow", null, false, null));
        // Then
        assertThat(lines())
                .containsExactly(
                        "{\"custom_id\":\"MUG\",\"prompt\":\"a red mug\",\"negative_prompt\":\"\",\"size\":\"64x64\",\"n\":3,"
                                + "\"num_inference_steps\":8,\"guidance_scale\":0.0,\"output_format\":\"png\","
                                + "\"response_format\":\"url\",\"Price\":\"2\"}",
                        "{\"custom_id\":\"SKU-2\",\"prompt\":\"a mug\",\"negative_prompt\":\"blur\",\"size\":\"64x64\","
                                + "\"num_inference_steps\":8,\"guidance_scale\":0.0,\"output_format\":\"png\","
                                + "\"response_format\":\"url\",\"Price\":\"2\",\"seed\":7}",
                        "{\"custom_id\":\"SKU-3\",\"prompt\":\"a mug\",\"negative_prompt\":\"shadow\",\"size\":\"64x64\",\"seed\":43,"
                                + "\"num_inference_steps\":8,\"guidance_scale\":0.0,\"output_format\":\"png\","
                                + "\"response_format\":\"url\",\"Price\":\"2\"}");
        assertThat(submitted().parentBatchId()).isEqualTo(BATCH);
        assertThat(submitted().revision()).isEqualTo(2);
    }

    @Test
    void shouldCountTheAttemptsAtABatchsPictures() throws Exception {
        // Given
        Batch second = reroll(BATCH, new PictureReroll(0, null, null, null, null, null, null));
        Batch third = reroll(BATCH, new PictureReroll(0, null, null, null, null, null, null));
        // Then
        assertThat(second.renderfarm().origin().revision()).isEqualTo(2);
        assertThat(third.renderfarm().origin().revision()).isEqualTo(3);
        assertThat(desk.objects.keys())
                .contains(ObjectKeys.revision(BATCH, 2), ObjectKeys.revision(BATCH, 3))
                .doesNotContain(ObjectKeys.revision(BATCH, 4));
    }

    @Test
    void shouldGiveTheSameBatchWhenRepeatedWithItsKey() throws Exception {
        var item = new PictureReroll(0, null, null, null, null, null, null);
        Batch first = reroll("key", item);
        assertThat(reroll("key", item).id()).isEqualTo(first.id());
        assertThat(desk.commands.commands()).hasSize(1);
        assertThatThrownBy(() -> reroll("key", new PictureReroll(1, null, null, null, null, null, null)))
                .hasMessageContaining("was used for another request");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("items", List.of()),
                arguments("items", Collections.nCopies(1_001, item(0, null))),
                arguments("items[0]", List.of(item(null, null))),
                arguments("items[0]", List.of(item(9, null))),
                arguments("items[0]", List.of(item(null, "CUP"))),
                arguments("items[1]", List.of(item(0, null), item(null, "MUG"))),
                arguments("items[0].prompt", List.of(new PictureReroll(0, null, " ", null, null, null, null))),
                arguments("items[0].seed", List.of(new PictureReroll(0, null, null, null, -1L, null, null))),
                arguments("items[0].new_seed", List.of(new PictureReroll(0, null, null, null, 1L, true, null))),
                arguments("items[0].n", List.of(new PictureReroll(0, null, null, null, null, null, 11))));
    }

    private static PictureReroll item(@Nullable Integer index, @Nullable String customId) {
        return new PictureReroll(index, customId, null, null, null, null, null);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameWhatIsWrongAndLeaveNothing(String param, List<PictureReroll> items) {
        assertThatThrownBy(() -> service(desk).reroll(BATCH, new RerollRequest(items), null, null))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    boolean missing = String.valueOf(e.getMessage()).startsWith("the batch ");
                    assertThat(e.code()).isEqualTo(missing ? FailureCode.NOT_FOUND : FailureCode.INVALID_REQUEST);
                    assertThat(e.param()).isEqualTo(param);
                });
        assertThat(desk.commands.commands()).isEmpty();
        assertThat(desk.objects.keys()).noneMatch(key -> key.startsWith(ObjectKeys.UPLOADS));
    }

    @Test
    void shouldWaitForPicturesThatHaveNotSettled() {
        var early = new PictureDesk(BatchStatus.IN_PROGRESS, TaskState.COMPLETED, TaskState.IN_FLIGHT);
        assertThatThrownBy(() -> service(early).reroll(BATCH, new RerollRequest(List.of(item(1, null))), null, null))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessage("picture 1 is in_flight: wait until it is there");
    }

    private Batch reroll(BatchId batch, PictureReroll... items) throws InterruptedException {
        return service(desk).reroll(batch, new RerollRequest(List.of(items)), null, null);
    }

    private Batch reroll(String key, PictureReroll... items) throws InterruptedException {
        return service(desk).reroll(BATCH, new RerollRequest(List.of(items)), key, null);
    }

    private BatchReroll service(PictureDesk of) {
        of.commands.setLedger(command ->
                of.batches.put(BatchEntry.submitted((BatchCommand.Submit) command, PictureDesk.CLOCK.instant())
                        .view()));
        var submission = new BatchSubmission(
                files,
                new KnownBatches(of.batches, of.objects, PictureDesk.CLOCK),
                FakeModels.registry("tiny"),
                TestLayouts.of(of.objects),
                of.commands,
                of.reader(),
                new FakeCapacity(),
                PictureDesk.CLOCK,
                random);
        return new BatchReroll(of.batches, of.finder, new ItemPartReader(of.objects), files, submission, of.objects);
    }

    private BatchCommand.Submit submitted() {
        return (BatchCommand.Submit) desk.commands.commands().get(0);
    }

    private List<String> lines() throws Exception {
        try (var content = files.open(submitted().inputFileId())) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
