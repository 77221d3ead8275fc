package dev.renderfarm.coordinator.finalization;

import static dev.renderfarm.coordinator.review.PictureDesk.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.review.PictureDesk;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PresentManifestsTest {

    private final PictureDesk desk = new PictureDesk(
            BatchStatus.COMPLETED, TaskState.COMPLETED, TaskState.COMPLETED, TaskState.COMPLETED, TaskState.CANCELLED);

    @Test
    void shouldTellWhatWasSaidSinceTheEnd() throws Exception {
        // Given
        say(new Said(0, Verdict.APPROVED, null), new Said(2, Verdict.REJECTED, "=dark, and\nsmall"));
        // Then
        assertThat(lines(null).get(0))
                .endsWith(
                        ",render_currency,review,review_note,profile,profile_mended,profile_failed,size,source,source_mask,Price");
        assertThat(rows(null))
                .satisfiesExactly(
                        row -> assertThat(row).startsWith("MUG,1,completed,").endsWith(",approved,,,,,,,,2"),
                        row -> assertThat(row).startsWith("MUG,2,completed,").endsWith(",,,,,,,,,2"),
                        row -> assertThat(row).startsWith("SKU-2,1,completed,").endsWith(",rejected,\"'=dark, and"),
                        row -> assertThat(row).isEqualTo("small\",,,,,,,2"),
                        row -> assertThat(row).startsWith("SKU-3,1,cancelled,"));
    }

    @Test
    void shouldLeaveOutWhatIsJudgedOtherwiseOrWasNotRendered() throws Exception {
        // Given
        say(new Said(0, Verdict.APPROVED, null), new Said(2, Verdict.REJECTED, null));
        // Then
        assertThat(rows(Verdict.APPROVED)).singleElement().asString().startsWith("MUG,1,");
        assertThat(rows(Verdict.REJECTED)).singleElement().asString().startsWith("SKU-2,1,");
        assertThat(rows(Verdict.UNDECIDED)).singleElement().asString().startsWith("MUG,2,");
    }

    @Test
    void shouldGoOnThroughAllPagesOfALargeBatch() throws Exception {
        TaskState[] states = Collections.nCopies(2_500, TaskState.COMPLETED).toArray(TaskState[]::new);
        assertThat(rows(new PictureDesk(BatchStatus.COMPLETED, states), null)).hasSize(2_500);
    }

    @Test
    void shouldSayAtOnceThatTheBucketIsAway() {
        desk.objects.setAvailable(false);
        assertThatThrownBy(() -> lines(null)).isInstanceOf(StorageUnavailableException.class);
    }

    private void say(Said... said) throws InterruptedException {
        desk.commands.publish(new BatchCommand.Review(BATCH, List.of(said), TestBatches.CREATED));
    }

    private List<String> rows(@Nullable Verdict verdict) throws IOException {
        return rows(desk, verdict);
    }

    private List<String> lines(@Nullable Verdict verdict) throws IOException {
        return lines(desk, verdict);
    }

    private static List<String> rows(PictureDesk desk, @Nullable Verdict verdict) throws IOException {
        List<String> lines = lines(desk, verdict);
        return lines.subList(1, lines.size());
    }

    private static List<String> lines(PictureDesk desk, @Nullable Verdict verdict) throws IOException {
        var manifests = new PresentManifests(desk.objects, new ItemPartReader(desk.objects), desk.tasks);
        try (InputStream rows = manifests.manifest(desk.batches.get(BATCH).orElseThrow(), verdict)) {
            return new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
