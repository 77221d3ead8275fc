package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One batch as the tables hold it at one moment, and what was given out of it. Immutable: each step makes another world.
 * A step opens the books anew from the tables, so between any two steps the coordinator may have died.
 *
 * @param given what was ever dispatched
 * @param answers how many results each of those has had
 * @param deadLetters how many were ever sent
 */
record World(
        int tasks,
        MemoryTables tables,
        Instant now,
        List<RenderTask> given,
        List<Integer> answers,
        int deadLetters,
        boolean brokerHasDone) {

    private static final int WINDOW = 7;

    /** Before anything. */
    static World empty(int tasks) {
        return new World(tasks, new MemoryTables(), Samples.START, List.of(), List.of(), 0, false);
    }

    /** What a step leads to, and the status records that it sent. */
    record After(World world, List<Batch> told) {}

    /** The event is carried out by books that know the tables and nothing else. */
    After step(Consumer<Bookkeeper> event) {
        return step(now, event);
    }

    private After step(Instant time, Consumer<Bookkeeper> event) {
        MemoryTables next = tables.copy();
        MemoryOutbox outbox = new MemoryOutbox();
        event.accept(new Bookkeeper(next, outbox, services(), Samples.policies(WINDOW)));
        List<RenderTask> out =
                Stream.concat(given.stream(), outbox.dispatched.stream()).toList();
        List<Integer> counts = Stream.concat(
                        answers.stream(), outbox.dispatched.stream().map(task -> 0))
                .toList();
        World after = new World(tasks, next, time, out, counts, deadLetters + outbox.deadLetters.size(), brokerHasDone);
        return new After(after, outbox.told);
    }

    /** Time goes on to the next timer, and that fires. */
    After untilNextTimer() {
        Instant due = tables.inOrder().stream()
                .map(Timer::due)
                .filter(now::isBefore)
                .findFirst()
                .orElse(now);
        return step(due, books -> books.tick(due));
    }

    /** Nothing is heard of anything until the completion window has ended. */
    After untilTheWindowEnds() {
        Instant end = Samples.START.plus(Samples.WINDOW_OF_TIME);
        return now.isBefore(end) ? step(end, books -> books.tick(end)) : new After(this, List.of());
    }

    /** Something has come of what was given out. */
    World answered(int which) {
        List<Integer> counts = IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get(i) + (i == which ? 1 : 0))
                .toList();
        return new World(tasks, tables, now, given, counts, deadLetters, brokerHasDone);
    }

    /** The broker has nothing of it any more: what nobody answers is lost. */
    World withBrokerDone() {
        return new World(tasks, tables, now, given, answers, deadLetters, true);
    }

    BatchEntry batch() {
        return requireNonNull(tables.batch(BATCH));
    }

    boolean isOpen() {
        return tables.batch(BATCH) != null;
    }

    /** Where a task stands. */
    TaskState state(int index) {
        return batch().stateOf(tables.task(new TaskId(BATCH, index)));
    }

    /** Of the tasks that were dispatched. */
    Stream<TaskEntry> entries() {
        return IntStream.range(0, tasks)
                .mapToObj(index -> tables.task(new TaskId(BATCH, index)))
                .flatMap(Stream::ofNullable);
    }

    /** Worlds of one key go on alike: of times only their order counts. */
    String key() {
        StringBuilder key = new StringBuilder(120);
        if (isOpen()) {
            BatchEntry batch = batch();
            key.append(batch.status().ordinal())
                    .append(batch.isPaused())
                    .append(batch.goesOn())
                    .append(batch.view().status().ordinal())
                    .append(batch.counts())
                    .append(batch.awaitsYes())
                    .append(batch.hasSettledAhead());
        }
        entries().forEach(task -> key.append('|')
                .append(task.id().index())
                .append(task.state().ordinal())
                .append(',')
                .append(task.attempt())
                .append(',')
                .append(task.failures())
                .append(',')
                .append(task.spared()));
        Instant before = Instant.MIN;
        for (Timer timer : tables.inOrder()) {
            key.append(timer.due().equals(before) ? '=' : '<')
                    .append(timer.due().isAfter(now) ? ' ' : '!')
                    .append(timer.kind().ordinal())
                    .append(timer.index());
            before = timer.due();
        }
        for (int i = 0; i < given.size(); i++) {
            key.append('/').append(given.get(i).taskId().index()).append(answers.get(i));
        }
        return key.append(brokerHasDone).toString();
    }

    private SharedServices services() {
        FakeQueues queues = new FakeQueues();
        if (brokerHasDone) {
            queues.doneSince(Samples.START);
        }
        return new SharedServices(
                new FakeLongWork(),
                new FakeItems(),
                new FakeCapacity(),
                queues,
                new FarmShares(TenantWeights.EQUAL),
                new ForecastCalibration(),
                PictureTimes.UNKNOWN,
                new FakeRefusedCommands(),
                AlikePictures.UNHEARD,
                BatchTraces.NONE);
    }
}
