package dev.renderfarm.coordinator.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenBatchesTest {

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final CountedDirectory counted = new CountedDirectory(directory);
    private Instant now = TestBatches.CREATED;
    private final OpenBatches open = new OpenBatches(counted, () -> now);

    @Test
    void shouldFindWhatIsOpenBehindManyThatHaveEnded() {
        // Given
        put(0, BatchStatus.IN_PROGRESS);
        for (int i = 1; i <= 250; i++) {
            put(i, BatchStatus.COMPLETED);
        }
        put(251, BatchStatus.VALIDATING);
        // Then
        assertThat(ids()).containsExactlyInAnyOrder(id(0), id(251));
    }

    @Test
    void shouldSeeWhatOpensAndEndsWithoutLookingThroughAllAgain() {
        // Given
        for (int i = 0; i <= 250; i++) {
            put(i, i == 0 ? BatchStatus.IN_PROGRESS : BatchStatus.COMPLETED);
        }
        assertThat(ids()).containsExactly(id(0));
        assertThat(counted.pages).isEqualTo(3);
        // When
        now = TestBatches.CREATED.plus(OpenBatches.LATE).plus(OpenBatches.FRESH).plusSeconds(1);
        assertThat(ids()).containsExactly(id(0));
        now = now.plus(OpenBatches.FRESH).plusSeconds(1);
        put(0, BatchStatus.COMPLETED);
        put(300, BatchStatus.IN_PROGRESS);
        counted.pages = 0;
        // Then
        assertThat(ids()).containsExactly(id(300));
        assertThat(counted.pages).isEqualTo(1);
    }

    @Test
    void shouldAnswerOutOfOneLookForAMoment() {
        // Given
        assertThat(ids()).isEmpty();
        put(1, BatchStatus.IN_PROGRESS);
        // Then
        assertThat(ids()).isEmpty();
        now = now.plus(OpenBatches.FRESH).plusMillis(1);
        assertThat(ids()).containsExactly(id(1));
    }

    @Test
    void shouldLookThroughAllOnceTheDirectoryCanBeRead() {
        // Given
        put(1, BatchStatus.IN_PROGRESS);
        directory.setAvailable(false);
        assertThatThrownBy(open::all).isInstanceOf(LedgerUnavailableException.class);
        // When
        directory.setAvailable(true);
        // Then
        assertThat(ids()).containsExactly(id(1));
    }

    @Test
    void shouldTellOfEachThatHasEndedOnce() {
        // Given
        List<String> told = new ArrayList<>();
        var looks = new OpenBatches(counted, () -> now, new OpenBatches.Findings() {
            @Override
            public void begin(boolean all) {
                told.add(all ? "all" : "more");
            }

            @Override
            public void ended(Batch batch) {
                told.add(batch.id().value());
            }

            @Override
            public void done(Collection<Batch> open) {
                told.add(open.size() + " open");
            }
        });
        put(1, BatchStatus.COMPLETED);
        put(2, BatchStatus.IN_PROGRESS);
        looks.all();
        // When
        put(2, BatchStatus.COMPLETED);
        put(3, BatchStatus.FAILED);
        for (int i = 0; i < 3; i++) {
            now = now.plusSeconds(2);
            looks.all();
        }
        // Then
        assertThat(told)
                .containsExactly(
                        "all",
                        "batch_0001",
                        "1 open",
                        "more",
                        "batch_0002",
                        "batch_0003",
                        "0 open",
                        "more",
                        "0 open",
                        "more",
                        "0 open");
    }

    @Test
    void shouldLookThroughAllAgainWhenSomethingWasShownLaterThanIsExpected() {
        // Given
        now = TestBatches.CREATED.plus(OpenBatches.LATE.multipliedBy(3));
        List<Boolean> looks = new ArrayList<>();
        var late = new OpenBatches(counted, () -> now, new OpenBatches.Findings() {
            @Override
            public void begin(boolean all) {
                looks.add(all);
            }

            @Override
            public void ended(Batch batch) {}

            @Override
            public void done(Collection<Batch> open) {}
        });
        late.all();
        now = now.plusSeconds(2);
        // When
        put(1, BatchStatus.COMPLETED);
        for (Instant end = now.plus(OpenBatches.LATE).plusSeconds(10); now.isBefore(end); now = now.plusSeconds(2)) {
            late.all();
        }
        // Then
        assertThat(looks.stream().filter(all -> all)).hasSize(2);
    }

    private void put(int number, BatchStatus status) {
        directory.put(TestBatches.batch(id(number), status, 1));
    }

    private List<BatchId> ids() {
        return open.all().stream().map(Batch::id).toList();
    }

    private static BatchId id(int number) {
        return new BatchId(String.format(Locale.ROOT, "batch_%04d", number));
    }

    /** Counts the pages that are read. */
    private static final class CountedDirectory implements BatchDirectory {

        private final BatchDirectory directory;
        private int pages;

        CountedDirectory(BatchDirectory directory) {
            this.directory = directory;
        }

        @Override
        public Optional<Batch> get(BatchId id) {
            return directory.get(id);
        }

        @Override
        public Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state) {
            pages++;
            return directory.list(limit, after, state);
        }

        @Override
        public StateCounts counts() {
            return directory.counts();
        }
    }
}
