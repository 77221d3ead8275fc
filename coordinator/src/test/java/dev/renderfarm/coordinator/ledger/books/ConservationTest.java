package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TermsChange;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever happens in whatever order: counts add up, no task settles twice, each result's usage is counted once, and
 * the batch ends. Another set of seeds with every run.
 * Long because all that can happen to a batch stands here beside what has to hold.
 */
class ConservationTest {

    private static final int WINDOW = 7;
    private static final int STEPS = 4_000;
    private static final FailureCode[] CODES = {
        FailureCode.RENDER_FAILED,
        FailureCode.INVALID_REQUEST,
        FailureCode.BATCH_CANCELLED,
        FailureCode.STORAGE_UNAVAILABLE,
        FailureCode.STORAGE_DENIED
    };

    @TestFactory
    Stream<DynamicTest> shouldConserveEveryTaskWhateverHappens() {
        return LongStream.generate(() -> new Random().nextLong())
                .limit(40)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> tell(seed)));
    }

    private static void tell(long seed) {
        try {
            new Story(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static final class Story {
        private final Random random;
        private final MemoryTables tables = new MemoryTables();
        private final MemoryOutbox outbox = new MemoryOutbox();
        private final FakeItems items = new FakeItems();
        private final FakeCapacity capacity = new FakeCapacity();
        private final FakeQueues queues = new FakeQueues();
        private final SharedServices services = new SharedServices(
                new FakeLongWork(),
                items,
                capacity,
                queues,
                new FarmShares(TenantWeights.EQUAL),
                new ForecastCalibration(),
                PictureTimes.UNKNOWN,
                new FakeRefusedCommands(),
                AlikePictures.UNHEARD,
                BatchTraces.NONE);
        private final Map<TaskId, TaskState> settled = new HashMap<>();
        private final List<TaskResult> sent = new ArrayList<>();
        private final Set<TaskResult> counted = new HashSet<>();
        private final int total;
        private final int skipped;
        private final @Nullable Preview preview;
        private Bookkeeper books;
        private final Map<LocalDate, Usage> usedByDay = new HashMap<>();
        private final Map<LocalDate, Integer> completedByDay = new HashMap<>();
        private Instant now;
        private int dispatchedAtPause;

        Story(long seed) {
            this.random = new Random(seed);
            this.now = Samples.START.minusSeconds(random.nextInt(600)); // some stories go on for days
            this.total = random.nextInt(60);
            this.skipped = random.nextInt(3);
            this.preview = random.nextBoolean() ? null : new Preview(2 + random.nextInt(6), random.nextBoolean());
            this.books = open();
        }

        void run() {
            Terms terms = Terms.NONE.with(preview);
            books.command(Samples.submit(BATCH, 1 + random.nextInt(3), terms), now);
            books.command(Samples.validated(BATCH, total, skipped), now);
            int cancelAt = random.nextBoolean() ? random.nextInt(STEPS / 4) : -1;
            for (int step = 0; step < STEPS && !entry().status().isTerminal(); step++) {
                if (step == cancelAt) {
                    books.command(new BatchCommand.Cancel(BATCH, now), now);
                }
                happen();
                check();
            }
            assertThat(entry().status()).matches(BatchStatus::isTerminal, "has ended");
            assertThat(entry().counts().waiting() + entry().counts().inFlight()).isZero();
        }

        private void happen() {
            int dice = random.nextInt(100);
            if (dice < 40) {
                now = now.plusMillis(random.nextInt(200));
                books.tick(now);
            } else if (dice < 80 && !outbox.dispatched.isEmpty()) {
                send(random.nextInt(10) == 0 ? sentAgain() : anyResult());
            } else if (dice < 84) {
                now = now.plus(Duration.ofSeconds(random.nextInt(90)));
                books.tick(now);
            } else if (dice < 88) {
                books.close();
                books = open();
            } else if (dice < 92) {
                items.away(random.nextBoolean());
            } else if (dice < 93 && total > 0) {
                items.lose(random.nextInt(total));
            } else if (dice < 94) {
                queues.doneSince(now);
            } else if (dice < 95 || (dice < 96 && entry().isPaused())) {
                pauseOrResume();
            } else if (dice < 97) {
                capacity.become(random.nextInt(3), random.nextDouble());
            } else if (dice < 98) {
                books.command(aboutPictures(), now);
            } else if (entry().status() == BatchStatus.FINALIZING) {
                books.command(Samples.finalized(entry().view()), now);
            }
        }

        /** Of any pictures, be they settled, dispatched or not, twice in one command, or none of the batch. */
        private BatchCommand aboutPictures() {
            List<Integer> indexes =
                    random.ints(1 + random.nextInt(4), 0, total + 2).boxed().toList();
            return switch (random.nextInt(4)) {
                case 0 -> new BatchCommand.Skip(BATCH, indexes, now);
                case 1 -> new BatchCommand.Proceed(BATCH, now);
                case 2 -> new BatchCommand.Amend(BATCH, TermsChange.ofPriority(random.nextInt(100)), now);
                default ->
                    new BatchCommand.Review(
                            BATCH,
                            indexes.stream()
                                    .map(index -> new Said(index, Verdict.values()[random.nextInt(3)], null))
                                    .toList(),
                            now);
            };
        }

        /** A pause lasts through whatever else happens, until it is ended. */
        private void pauseOrResume() {
            books.command(
                    entry().isPaused() ? new BatchCommand.Resume(BATCH, now) : new BatchCommand.Pause(BATCH, now), now);
            dispatchedAtPause = outbox.dispatched.size();
        }

        private void send(TaskResult result) {
            sent.add(result);
            LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
            if (entry().status() != BatchStatus.FINALIZING && counted.add(result) && result.usage() != null) {
                usedByDay.merge(day, result.usage(), Usage::plus);
            }
            int before = entry().counts().completed();
            books.result(result, now);
            int completed = entry().counts().completed() - before;
            completedByDay.merge(day, completed, Integer::sum);
        }

        /** One of the latest: a worker sends again what the broker gives it again, and not what is long over. */
        private TaskResult sentAgain() {
            return sent.isEmpty()
                    ? anyResult()
                    : sent.get(sent.size() - 1 - random.nextInt(Math.min(sent.size(), 2 * WINDOW)));
        }

        /** Of any task at all, be it late, doubled or of an older attempt; from a worker of any release. */
        private TaskResult anyResult() {
            TaskResult result = anyOutcome();
            OptionalLong energy =
                    random.nextInt(3) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(1_000_000));
            boolean tells = random.nextInt(5) > 0;
            return new TaskResult(
                    result.taskId(),
                    result.attempt(),
                    result.workerId(),
                    result.modelDigest(),
                    result.startedAt(),
                    Samples.START.plusNanos(sent.size()),
                    result.outcome(),
                    tells ? Usage.of(Duration.ofNanos(random.nextInt(Integer.MAX_VALUE)), energy) : null);
        }

        private TaskResult anyOutcome() {
            int recent = Math.min(outbox.dispatched.size(), 2 * WINDOW);
            int back = random.nextInt(10) == 0 ? outbox.dispatched.size() : recent;
            RenderTask task = outbox.dispatched.get(outbox.dispatched.size() - 1 - random.nextInt(back));
            return switch (random.nextInt(9)) {
                case 0, 1, 2 -> Samples.failed(task, CODES[random.nextInt(CODES.length)]);
                case 3 -> Samples.answer(Samples.WORKER, task, new TaskOutcome.Declined("not me"));
                default -> Samples.rendered(task);
            };
        }

        private void check() {
            BatchEntry batch = entry();
            if (batch.isPaused()) {
                assertThat(outbox.dispatched).as("nothing is given out").hasSize(dispatchedAtPause);
            }
            checkUsage(batch);
            checkPreview(batch);
            checkReviews(batch);
            Map<TaskState, Integer> seen = new EnumMap<>(TaskState.class);
            for (int index = 0; index < total; index++) {
                TaskId id = new TaskId(BATCH, index);
                TaskEntry task = tables.task(id);
                TaskState state = batch.stateOf(task);
                seen.merge(state, 1, Integer::sum);
                TaskState before = settled.get(id);
                assertThat(before == null || before == state)
                        .as("task %s was %s and is %s", id, before, state)
                        .isTrue();
                if (state.isSettled()) {
                    settled.put(id, state);
                }
            }
            assertThat(seen.getOrDefault(TaskState.WAITING, 0))
                    .isEqualTo(batch.counts().waiting());
            assertThat(seen.getOrDefault(TaskState.IN_FLIGHT, 0))
                    .isEqualTo(batch.counts().inFlight());
            assertThat(seen.getOrDefault(TaskState.COMPLETED, 0))
                    .isEqualTo(batch.counts().completed());
            assertThat(seen.getOrDefault(TaskState.FAILED, 0))
                    .isEqualTo(batch.counts().failed());
            assertThat(seen.getOrDefault(TaskState.CANCELLED, 0))
                    .isEqualTo(batch.counts().cancelled());
            assertThat(outbox.deadLetters).hasSize(batch.counts().failed());
            Batch told = outbox.told.get(outbox.told.size() - 1);
            assertThat(outbox.delivered).as("each picture is told once").doesNotHaveDuplicates();
            assertThat(outbox.delivered).hasSize(told.requestCounts().completed());
            assertThat(told.status()).isEqualTo(batch.status());
            assertThat(told.requestCounts().total()).isEqualTo(told.taskCounts().total() + skipped);
            assertThat(batch.view().requestCounts())
                    .isEqualTo(new RequestCounts(
                            total + skipped,
                            batch.counts().completed(),
                            batch.counts().failed() + skipped));
            assertThat(told.renderfarm().sequence())
                    .isEqualTo(batch.view().renderfarm().sequence());
        }

        /** Nothing goes before the previews, nor after them without a yes. */
        private void checkPreview(BatchEntry batch) {
            Preview now = batch.terms().preview();
            if (now == null) {
                return;
            }
            List<Integer> dispatched = outbox.dispatched.stream()
                    .map(task -> task.taskId().index())
                    .distinct()
                    .toList();
            int previews = (int) dispatched.stream()
                    .takeWhile(index -> index % now.every() == 0)
                    .count();
            assertThat(dispatched.subList(previews, dispatched.size()))
                    .as("after the previews")
                    .noneMatch(index -> index % now.every() == 0)
                    .matches(others -> others.isEmpty() || !now.isAwaited(), "come with a yes");
        }

        private void checkReviews(BatchEntry batch) {
            List<Verdict> verdicts = IntStream.range(0, total)
                    .mapToObj(index -> tables.task(new TaskId(BATCH, index)))
                    .flatMap(Stream::ofNullable)
                    .map(TaskEntry::verdict)
                    .toList();
            ReviewCounts counts = batch.view().renderfarm().review();
            assertThat(counts == null ? ReviewCounts.NONE : counts)
                    .isEqualTo(new ReviewCounts(
                            Collections.frequency(verdicts, Verdict.APPROVED),
                            Collections.frequency(verdicts, Verdict.REJECTED)));
        }

        private void checkUsage(BatchEntry batch) {
            List<TaskResult> telling =
                    counted.stream().filter(result -> result.usage() != null).toList();
            BatchUsage usage = batch.view().renderfarm().usage();
            if (telling.isEmpty()) {
                assertThat(usage).isNull();
                return;
            }
            Usage sum = sum(telling.stream().map(TaskResult::usage));
            checkDays(batch, requireNonNull(usage));
            assertThat(new BatchUsage(usage.usage(), usage.images(), usage.cost()))
                    .isEqualTo(new BatchUsage(
                            sum,
                            (int) telling.stream()
                                    .filter(result -> result.outcome().hasPicture())
                                    .count(),
                            Samples.PRICE.of(sum)));
            Stream<TaskUsage> ofTasks = IntStream.range(0, total)
                    .mapToObj(index -> tables.task(new TaskId(BATCH, index)))
                    .flatMap(task -> Stream.ofNullable(task == null ? null : task.usage()));
            assertThat(sum(ofTasks.map(TaskUsage::usage)))
                    .as("what the tasks took together")
                    .isEqualTo(sum);
        }

        /** Each day is told as it was, and all of them are the whole. */
        private void checkDays(BatchEntry batch, BatchUsage usage) {
            List<UsageDay> days = requireNonNull(usage.days());
            assertThat(days).extracting(UsageDay::date).isSorted().doesNotHaveDuplicates();
            for (UsageDay day : days) {
                assertThat(day.usage()).isEqualTo(usedByDay.getOrDefault(day.date(), Usage.NONE));
                assertThat(day.completed()).isEqualTo(completedByDay.getOrDefault(day.date(), 0));
            }
            assertThat(sum(days.stream().map(UsageDay::usage))).isEqualTo(usage.usage());
            assertThat(days.stream().mapToInt(UsageDay::completed).sum())
                    .isEqualTo(batch.counts().completed());
            assertThat(days.stream().mapToLong(UsageDay::bytes).sum())
                    .isEqualTo(10L * batch.counts().completed());
            assertThat(days.stream().mapToInt(UsageDay::images).sum()).isEqualTo(usage.images());
            assertThat(days.stream()
                            .map(UsageDay::cost)
                            .map(Objects::requireNonNull)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(requireNonNull(usage.cost()).amount());
        }

        private static Usage sum(Stream<Usage> usages) {
            return usages.reduce(Usage.NONE, Usage::plus);
        }

        private BatchEntry entry() {
            return requireNonNull(tables.batch(BATCH));
        }

        private Bookkeeper open() {
            return new Bookkeeper(tables, outbox, services, Samples.policies(WINDOW));
        }
    }
}
