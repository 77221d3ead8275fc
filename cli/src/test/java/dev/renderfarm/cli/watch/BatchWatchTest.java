package dev.renderfarm.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchWatchTest {

    private final List<Batch> news = new ArrayList<>();
    private final List<Batch> silence = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void shouldTellEveryNewsOnceAndInOrder() throws InterruptedException {
        // Given a stream that begins with what is known and repeats itself
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(2, 1))
                .streams(events(
                        Batches.inProgress(1, 0),
                        Batches.inProgress(2, 1),
                        Batches.inProgress(3, 2),
                        Batches.inProgress(3, 2),
                        Batches.completed(4, 4, 0)));
        // When
        Batch ended = watch(source).follow(Batches.ID, news::add, silence::add);
        // Then
        assertThat(news).extracting(batch -> batch.renderfarm().sequence()).containsExactly(2L, 3L, 4L);
        assertThat(ended).isEqualTo(Batches.completed(4, 4, 0));
    }

    @Test
    void shouldGiveTheBatchAgainWhileTheFarmHasNothingNewToSay() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(2, 1))
                .streams(Stream.concat(Stream.of(":", ""), events(Batches.completed(4, 4, 0))));
        // When
        watch(source).follow(Batches.ID, news::add, silence::add);
        // Then
        assertThat(silence).isNotEmpty().contains(Batches.inProgress(2, 1));
        assertThat(news).hasSize(2);
    }

    @Test
    void shouldAskAgainWhenTheStreamBreaks() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0), Batches.inProgress(3, 2))
                .streams(events(Batches.inProgress(2, 1)), events(Batches.completed(4, 4, 0)));
        // When
        watch(source).follow(Batches.ID, news::add, silence::add);
        // Then
        assertThat(news).extracting(batch -> batch.renderfarm().sequence()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldPollWhenThereIsNoStream() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0), Batches.inProgress(2, 2), Batches.completed(3, 4, 0))
                .streamsFail(FailureCode.NOT_FOUND);
        // When
        Batch ended = watch(source).follow(Batches.ID, news::add, silence::add);
        // Then
        assertThat(ended.renderfarm().sequence()).isEqualTo(3);
    }

    @Test
    void shouldLiveThroughARestartOfTheFarm() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0))
                .fails(FailureCode.FARM_UNREACHABLE, 60)
                .answers(Batches.completed(2, 4, 0))
                .streams(events());
        // When
        Batch ended = watch(source).follow(Batches.ID, news::add, silence::add);
        // Then
        assertThat(ended.renderfarm().sequence()).isEqualTo(2);
    }

    @Test
    void shouldLiveThroughARestartOfTheFarmAfterAnHour() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0))
                .streams(events(Batches.inProgress(2, 1)).peek(line -> now = now.plusSeconds(1200)))
                .fails(FailureCode.FARM_UNREACHABLE, 60)
                .answers(Batches.completed(3, 4, 0));
        // When
        Batch ended = watch(source).follow(Batches.ID, news::add, silence::add);
        // Then
        assertThat(ended.renderfarm().sequence()).isEqualTo(3);
    }

    @Test
    void shouldLiveThroughARestartOfTheFarmThatItsReaderMeetsAfterLongWork() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0), Batches.completed(3, 4, 0))
                .streams(events(Batches.inProgress(2, 1)), events());
        // When
        Batch ended = watch(source)
                .follow(
                        Batches.ID,
                        batch -> {
                            news.add(batch);
                            if (news.size() == 2) {
                                now = now.plusSeconds(1200);
                                throw new FarmException(FailureCode.FARM_UNREACHABLE, "restarting");
                            }
                        },
                        silence::add);
        // Then
        assertThat(ended.renderfarm().sequence()).isEqualTo(3);
    }

    @Test
    void shouldGiveTheBatchAgainWhereItsReaderFailedForAWhile() throws InterruptedException {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0), Batches.inProgress(1, 0), Batches.completed(3, 4, 0))
                .streams(events(Batches.inProgress(2, 1)), events());
        List<FailureCode> failures = new ArrayList<>(List.of(FailureCode.STORAGE_UNAVAILABLE));
        // When
        Batch ended = watch(source)
                .follow(
                        Batches.ID,
                        batch -> {
                            news.add(batch);
                            if (batch.renderfarm().sequence() == 2 && !failures.isEmpty()) {
                                throw new FarmException(failures.remove(0), "away");
                            }
                        },
                        silence::add);
        // Then
        assertThat(ended.renderfarm().sequence()).isEqualTo(3);
        assertThat(silence).contains(Batches.inProgress(2, 1));
    }

    @Test
    void shouldGiveUpWhenTheFarmStaysAway() {
        // Given
        var source = new FakeBatchSource()
                .answers(Batches.inProgress(1, 0))
                .fails(FailureCode.FARM_UNREACHABLE, 10_000)
                .streams(events());
        // When, Then
        assertThatThrownBy(() -> watch(source).follow(Batches.ID, news::add, silence::add))
                .isInstanceOf(FarmException.class);
        assertThat(now).isBetween(Instant.EPOCH.plusSeconds(120), Instant.EPOCH.plusSeconds(125));
    }

    @Test
    void shouldNotWaitForABatchThatDoesNotExist() {
        // Given
        var source = new FakeBatchSource().fails(FailureCode.NOT_FOUND, 1);
        // When, Then
        assertThatThrownBy(() -> watch(source).follow(Batches.ID, news::add, silence::add))
                .isInstanceOf(FarmException.class);
        assertThat(now).isEqualTo(Instant.EPOCH);
    }

    private BatchWatch watch(BatchSource source) {
        return new BatchWatch(source, pause -> now = now.plus(pause), () -> now);
    }

    private static Stream<String> events(Batch... batches) {
        return Stream.of(batches).flatMap(batch -> Stream.of("event: batch", "data: " + Json.string(batch), ""));
    }
}
