package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.process.ChildFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The runbooks of docs/operations.md for a farm that has lost its topics, or its bucket, or goes back to a copy of both. */
@Tag("long")
class DisasterIT {

    private static final Catalogue CATALOGUE = new Catalogue(5, "64x64", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern FARM = Pattern.compile("farm_[0-9a-f]+");

    @Test
    void shouldKnowEndedBatchesAgainWhenTheTopicsAreLost() throws Exception {
        // Given
        FlowFarm lost = FlowFarm.drawingPatterns(1);
        Batch ended;
        Batch cancelled;
        try (lost) {
            ended = finished(lost);
            cancelled = cancelled(lost);
        }
        delete(lost.data().resolve("kafka"));
        String id = refusedFarm(lost);
        // When
        try (FlowFarm farm = FlowFarm.startedAgain(lost, 1, adopting(id))) {
            assertThat(farm.client().batches()).isEmpty();
            String told = FarmTerminal.run(farm, "rebuild");
            // Then
            assertThat(told).isEqualTo("Known again: 2, known before: 0, too old: 0\n");
            assertKnownAgain(farm, ended);
            assertKnownAgain(farm, cancelled);
            new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(CATALOGUE.skus());
            assertThat(farm.client()
                            .ask("GET", "/v1/batches/" + ended.id() + "/tasks", null)
                            .status())
                    .isEqualTo(404);
            assertThat(FarmTerminal.run(farm, "rebuild")).isEqualTo("Known again: 0, known before: 2, too old: 0\n");
            assertRenders(farm);
            assertPurged(farm, ended.id());
        }
    }

    @Test
    void shouldGoOnWhenTheBucketIsLost() throws Exception {
        // Given
        FlowFarm lost = FlowFarm.drawingPatterns(1);
        Batch ended;
        BatchId open;
        try (lost) {
            ended = finished(lost);
            open = lost.client().submit(CATALOGUE).id();
            lost.client().pause(open);
            lost.client().awaitBatch(open, PATIENCE, batch -> batch.status() == BatchStatus.IN_PROGRESS);
        }
        delete(lost.bucketFolder("renderfarm"));
        String id = refusedFarm(lost);
        // When
        try (FlowFarm farm = FlowFarm.startedAgain(lost, 1, adopting(id))) {
            // Then
            assertThat(farm.client().batch(ended.id())).isEqualTo(ended);
            String picture =
                    "/v1/batches/" + ended.id() + "/images/" + CATALOGUE.skus().get(0) + ".png";
            assertThat(farm.client().ask("GET", picture, null).status()).isEqualTo(404);
            farm.client().resume(open);
            Batch after = farm.client().awaitEnd(open, PATIENCE);
            int left = after.requestCounts().total() - after.requestCounts().completed();
            assertThat(after.requestCounts().failed()).isEqualTo(left).isPositive();
            assertRenders(farm);
        }
    }

    @Test
    void shouldBeAsItWasWhenACopyOfBothIsPutBack() throws Exception {
        // Given
        FlowFarm copied = FlowFarm.drawingPatterns(1);
        Batch ended;
        try (copied) {
            ended = finished(copied);
        }
        Path copy = copied.data().resolveSibling(copied.data().getFileName() + "-copy");
        copy(copied.data(), copy);
        BatchId later;
        try (FlowFarm farm = FlowFarm.startedAgain(copied, 1)) {
            later = finished(farm).id();
        }
        // When
        delete(copied.data());
        Files.move(copy, copied.data());
        try (FlowFarm farm = FlowFarm.startedAgain(copied, 1)) {
            // Then
            assertThat(farm.client().batches()).containsExactly(ended);
            assertThat(farm.client().ask("GET", "/v1/batches/" + later, null).status())
                    .isEqualTo(404);
            new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(CATALOGUE.skus());
            assertThat(farm.client()
                            .ask("GET", "/v1/batches/" + ended.id() + "/tasks", null)
                            .status())
                    .isEqualTo(200);
            assertRenders(farm);
        }
    }

    private static Batch finished(FlowFarm farm) {
        Batch ended = farm.client().awaitEnd(farm.client().submit(CATALOGUE).id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        return ended;
    }

    private static Batch cancelled(FlowFarm farm) {
        BatchId id = farm.client().submit(new Catalogue(200, "64x64", 1)).id();
        farm.client().awaitBatch(id, PATIENCE, batch -> batch.status() == BatchStatus.IN_PROGRESS);
        farm.client().cancel(id);
        return farm.client().awaitEnd(id, PATIENCE);
    }

    private static void assertRenders(FlowFarm farm) throws Exception {
        new FinishedBatch(finished(farm), farm.client(), farm.bucket()).assertEveryPictureThereOnce(CATALOGUE.skus());
    }

    /** As before, but for seconds in which its files were written. */
    private static void assertKnownAgain(FlowFarm farm, Batch ended) {
        Batch again = farm.client().awaitBatch(ended.id(), PATIENCE, batch -> true);
        assertThat(again.renderfarm().origin().rebuiltAt()).isNotNull();
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("completedAt", "cancelledAt", "renderfarm.updatedAt", "renderfarm.origin.rebuiltAt")
                .isEqualTo(ended);
    }

    private static void assertPurged(FlowFarm farm, BatchId batch) throws Exception {
        assertThat(FarmTerminal.run(farm, "purge", batch.value())).contains("--yes", batch.value());
        assertThat(FarmTerminal.run(farm, "purge", batch.value(), "--yes")).contains(batch + " is purged");
        assertThat(farm.client().ask("GET", "/v1/batches/" + batch, null).status())
                .isEqualTo(404);
        assertThat(farm.bucket().keys(ObjectKeys.batch(batch))).isEmpty();
        assertThat(farm.bucket().keys(ObjectKeys.ended(batch))).isEmpty();
    }

    /** Whose id a farm tells that does not find the other half of its state. */
    private static String refusedFarm(FlowFarm lost) {
        ChildFailedException refused = assertThatThrownBy(() -> FlowFarm.startedAgain(lost, 1))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("renderfarm.adopt")
                .asInstanceOf(throwable(ChildFailedException.class))
                .actual();
        Matcher id = FARM.matcher(String.valueOf(refused.getMessage()));
        assertThat(id.find()).as(refused.getMessage()).isTrue();
        return id.group();
    }

    private static UnaryOperator<FarmSpec> adopting(String id) {
        return spec -> spec.withProperty(FarmPart.COORDINATOR, "renderfarm.adopt", id);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        files.forEach(file -> {
            try {
                Files.copy(file, to.resolve(from.relativize(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
