package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.World.After;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All that can happen to a small batch, in every order: what is given out is answered in every way, late, twice or never,
 * timers fire or do not, people cancel, pause, skip and go on, and the coordinator dies between any two steps. Whatever
 * happens, counts add up, no task settles twice, nothing is given out that nobody wants, status records are numbered
 * without a gap, and from everywhere the batch still comes to its end.
 */
class LedgerWorldsTest {

    /** As many results come of one dispatch: its own, and one that was sent again. */
    private static final int MOST_ANSWERS = 2;
    /** One world in so many is followed to its end. */
    private static final int FOLLOWED = 8;

    private static final int LONGEST_WAY = 60;

    @ParameterizedTest
    @CsvSource({"1,1,3,false", "1,3,4,false", "2,1,2,false"})
    void shouldKeepItsPromisesInEveryWorldThatCanBe(int tasks, int maxAttempts, int dispatches, boolean previewed) {
        Exploration exploration = new Exploration(dispatches);
        Terms terms = Terms.NONE.with(previewed ? new Preview(2, true) : null);
        exploration.explore(World.empty(tasks)
                .step(books -> books.command(Samples.submit(BATCH, maxAttempts, terms), Samples.START))
                .world());
        System.out.printf(
                "%d tasks, %d attempts, %d dispatches%s: %,d worlds, %,d steps, %,d of the worlds followed to the end%n",
                tasks,
                maxAttempts,
                dispatches,
                previewed ? ", a preview" : "",
                exploration.seen.size(),
                exploration.steps,
                exploration.followed);
        assertThat(exploration.ends)
                .as("ways to end")
                .contains(BatchStatus.COMPLETED, BatchStatus.CANCELLED, BatchStatus.EXPIRED, BatchStatus.FAILED);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"2,2,2,false", "2,1,2,true"})
    void shouldKeepItsPromisesWhereThereIsMoreToHappen(int tasks, int maxAttempts, int dispatches, boolean previewed) {
        shouldKeepItsPromisesInEveryWorldThatCanBe(tasks, maxAttempts, dispatches, previewed);
    }

    private static final class Exploration {

        private final int mostDispatches;
        private final Set<String> seen = new HashSet<>();
        private final Deque<World> open = new ArrayDeque<>();
        private final Set<BatchStatus> ends = new HashSet<>();
        private long steps;
        private long followed;

        /** @param mostDispatches of one task: what is spared again and again has no end */
        Exploration(int mostDispatches) {
            this.mostDispatches = mostDispatches;
        }

        void explore(World first) {
            add(first);
            while (!open.isEmpty()) {
                World world = open.removeLast();
                happenings(world).forEach((what, happening) -> {
                    steps++;
                    try {
                        After after = happening.apply(world);
                        check(world, after);
                        if (after.world().given().stream().allMatch(task -> task.attempt() <= mostDispatches)) {
                            add(after.world());
                        }
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError(what + " in " + world.key() + ": " + e.getMessage(), e);
                    }
                });
            }
        }

        private void add(World world) {
            String key = world.key();
            if (!seen.add(key)) {
                return;
            }
            open.addLast(world);
            if (world.batch().status().isTerminal()) {
                ends.add(world.batch().status());
            }
            if (Math.floorMod(key.hashCode(), FOLLOWED) == 0) {
                followed++;
                follow(world);
            }
        }

        /** From here on all goes well: what is given out is drawn, and people are content. */
        private static void follow(World start) {
            World world = start;
            for (int i = 0; i < LONGEST_WAY && !world.batch().status().isTerminal(); i++) {
                world = wellFor(world);
            }
            assertThat(world.batch().status())
                    .as("the end of " + start.key())
                    .matches(BatchStatus::isTerminal, "is one");
        }

        private static World wellFor(World start) {
            World world = start;
            for (int i = 0; i < start.given().size(); i++) {
                if (start.answers().get(i) == 0) {
                    world = answer(world, i, Samples.rendered(start.given().get(i)))
                            .world();
                }
            }
            for (BatchCommand wish : List.of(
                    Samples.validated(BATCH, start.tasks()),
                    new BatchCommand.Resume(BATCH, start.now()),
                    new BatchCommand.Proceed(BATCH, start.now()),
                    Samples.finalized(world.batch().view()))) {
                world = command(wish).apply(world).world();
            }
            return world.untilNextTimer().world();
        }
    }

    private static void check(World before, After after) {
        World now = after.world();
        BatchEntry batch = now.batch();
        Map<TaskState, Integer> states = new EnumMap<>(TaskState.class);
        for (int index = 0; index < batch.counts().total(); index++) {
            TaskState was = before.state(index);
            TaskState is = now.state(index);
            states.merge(is, 1, Integer::sum);
            assertThat(is).as("task %s", index).matches(state -> !was.isSettled() || state == was, "settles once");
        }
        assertThat(List.of(
                        batch.counts().waiting(),
                        batch.counts().inFlight(),
                        batch.counts().completed(),
                        batch.counts().failed(),
                        batch.counts().cancelled()))
                .as("counts")
                .isEqualTo(Stream.of(TaskState.values())
                        .map(state -> states.getOrDefault(state, 0))
                        .toList());
        assertThat(now.deadLetters())
                .as("dead letters")
                .isEqualTo(batch.counts().failed());
        checkGivenOut(before, now);
        checkTold(before, after);
        checkThatItGoesOn(now);
    }

    /** What is given out is wanted, and is the next attempt of a task that has not settled. */
    private static void checkGivenOut(World before, World now) {
        for (RenderTask task :
                now.given().subList(before.given().size(), now.given().size())) {
            int index = task.taskId().index();
            TaskEntry entry = before.tables().task(task.taskId());
            assertThat(before.batch().dispatches()).as("gives something out").isTrue();
            assertThat(before.state(index)).as("task %s", index).isEqualTo(TaskState.WAITING);
            assertThat(task.attempt()).isEqualTo(entry == null ? 1 : entry.attempt() + 1);
            Preview preview = before.batch().terms().preview();
            assertThat(preview == null || !preview.isAwaited() || index % preview.every() == 0)
                    .as("task %s is a preview, or has a yes", index)
                    .isTrue();
        }
    }

    private static void checkTold(World before, After after) {
        List<Long> numbers =
                after.told().stream().map(told -> told.renderfarm().sequence()).toList();
        long last = before.batch().view().renderfarm().sequence();
        assertThat(numbers)
                .isEqualTo(LongStream.rangeClosed(last + 1, last + numbers.size())
                        .boxed()
                        .toList());
        BatchStatus status = after.world().batch().status();
        assertThat(status)
                .matches(
                        is -> !before.batch().status().isTerminal()
                                || is == before.batch().status(),
                        "stays");
        assertThat(before.batch().status() == status || !numbers.isEmpty())
                .as("a new status is told")
                .isTrue();
    }

    /** There is always something that will happen by itself, however long nobody says anything. */
    private static void checkThatItGoesOn(World now) {
        BatchEntry batch = now.batch();
        if (batch.status().isTerminal() || batch.status() == BatchStatus.FINALIZING) {
            return;
        }
        assertThat(now.tables().inOrder())
                .as("timers")
                .anyMatch(timer -> timer.kind() == Timer.Kind.EXPIRY || timer.kind() == Timer.Kind.GRACE);
        if (batch.goesOn()) {
            now.entries().filter(task -> !task.state().isSettled()).forEach(task -> assertThat(
                            now.tables().inOrder())
                    .as("timers")
                    .anyMatch(timer -> timer.equals(task.timer())));
        }
    }

    /** All that can happen in a world, by name. */
    private static Map<String, Function<World, After>> happenings(World world) {
        Map<String, Function<World, After>> all = new LinkedHashMap<>();
        all.put("tick", each -> each.step(books -> books.tick(each.now())));
        all.put("next timer", World::untilNextTimer);
        all.put("window ends", World::untilTheWindowEnds);
        all.put("broker has done", each -> new After(each.withBrokerDone(), List.of()));
        all.put("validated", command(Samples.validated(BATCH, world.tasks())));
        all.put("rejected", command(Samples.rejected(BATCH)));
        all.put("cancel", command(new BatchCommand.Cancel(BATCH, world.now())));
        all.put("pause", command(new BatchCommand.Pause(BATCH, world.now())));
        all.put("resume", command(new BatchCommand.Resume(BATCH, world.now())));
        all.put("proceed", command(new BatchCommand.Proceed(BATCH, world.now())));
        all.put("skip", command(new BatchCommand.Skip(BATCH, List.of(world.tasks() - 1), world.now())));
        all.put("finalized", command(Samples.finalized(world.batch().view())));
        for (int i = 0; i < world.given().size(); i++) {
            if (world.answers().get(i) < MOST_ANSWERS) {
                answers(world.given().get(i), i, all);
            }
        }
        return all;
    }

    private static void answers(RenderTask task, int which, Map<String, Function<World, After>> all) {
        for (TaskResult result : List.of(
                Samples.rendered(task),
                Samples.failed(task, FailureCode.RENDER_FAILED),
                Samples.failed(task, FailureCode.INVALID_REQUEST),
                Samples.failed(task, FailureCode.BATCH_CANCELLED),
                Samples.failed(task, FailureCode.STORAGE_UNAVAILABLE),
                Samples.answer(Samples.WORKER, task, new TaskOutcome.Declined("not me")))) {
            all.put(
                    "attempt " + task.attempt() + " of task " + task.taskId().index() + ": " + result.outcome(),
                    each -> answer(each, which, result));
        }
    }

    private static After answer(World world, int which, TaskResult result) {
        return world.answered(which).step(books -> books.result(result, world.now()));
    }

    private static Function<World, After> command(BatchCommand command) {
        return world -> world.step(books -> books.command(command, world.now()));
    }
}
