package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The live workers of a model at one moment.
 *
 * @param ready those that claim tasks
 * @param slots of the ready ones
 * @param rendering how many of the ready ones have rendered
 * @param imagesPerSecond of those together; 0 where there is none
 * @param starting how many load the model
 * @param setAside how many claim nothing until something is mended
 * @param problems of those set aside, as far as they say
 * @param working how many of the ready ones have something in hand, of either lane
 * @param inHand tasks that any of them holds, by batch
 */
public record Workforce(
        Set<WorkerId> ready,
        int slots,
        int rendering,
        double imagesPerSecond,
        int starting,
        int setAside,
        List<WorkerProblem> problems,
        int working,
        Map<BatchId, Integer> inHand) {

    public Workforce {
        ready = Set.copyOf(ready);
        problems = List.copyOf(problems);
        inHand = Map.copyOf(inHand);
    }

    /** @param live the last words of the model's live workers */
    public static Workforce of(Collection<WorkerHeartbeat> live) {
        return new Workforce(
                in(live, WorkerState.READY).map(WorkerHeartbeat::workerId).collect(Collectors.toSet()),
                in(live, WorkerState.READY).mapToInt(WorkerHeartbeat::slots).sum(),
                (int) in(live, WorkerState.READY)
                        .filter(worker -> worker.imagesPerSecond() > 0)
                        .count(),
                in(live, WorkerState.READY)
                        .mapToDouble(WorkerHeartbeat::imagesPerSecond)
                        .sum(),
                (int) in(live, WorkerState.STARTING).count(),
                (int) in(live, WorkerState.SET_ASIDE).count(),
                in(live, WorkerState.SET_ASIDE)
                        .map(WorkerHeartbeat::problem)
                        .filter(Objects::nonNull)
                        .toList(),
                (int) in(live, WorkerState.READY)
                        .filter(worker -> !worker.tasksHeld().isEmpty())
                        .count(),
                live.stream()
                        .flatMap(worker -> worker.tasksHeld().stream())
                        .collect(Collectors.toMap(task -> task.batchId(), task -> 1, Integer::sum)));
    }

    /** Those of the workers that a task had better avoid: none where nobody else is ready. */
    public List<WorkerId> avoidable(List<WorkerId> failed) {
        return Set.copyOf(failed).containsAll(ready) ? List.of() : failed;
    }

    /**
     * Whether at least half of the ready ones have something in hand: a slow device leaves slots without work, and of many workers
     * one is always between two tasks.
     */
    public boolean isBusy() {
        return 2 * working >= ready.size();
    }

    /** Why nobody claims tasks of the model; empty where somebody does. */
    public Optional<Hindrance> hindrance(ModelName model) {
        if (!ready.isEmpty()) {
            return Optional.empty();
        }
        if (setAside > 0) {
            return Optional.of(new Hindrance(
                    lackMemory() ? WaitingCode.NO_MEMORY : WaitingCode.WORKERS_SET_ASIDE,
                    setAside + " of " + (setAside + starting) + " workers of model " + model + " are set aside: "
                            + commonestProblem()));
        }
        return Optional.of(
                starting > 0
                        ? new Hindrance(
                                WaitingCode.WORKERS_STARTING,
                                (starting == 1 ? "the only worker" : "all " + starting + " workers") + " of model "
                                        + model + (starting == 1 ? " is" : " are") + " still loading it")
                        : new Hindrance(WaitingCode.NO_WORKERS, "no worker of model " + model + " is running"));
    }

    /** That no worker of the model runs, not even one that loads it or is set aside; empty where one does. */
    public Optional<Hindrance> absence(ModelName model) {
        return hindrance(model).filter(hindrance -> hindrance.code() == WaitingCode.NO_WORKERS);
    }

    /** Whether that is all that keeps them from their work. */
    private boolean lackMemory() {
        return starting == 0
                && problems.size() == setAside
                && problems.stream().allMatch(problem -> problem.code() == FailureCode.DEVICE_OUT_OF_MEMORY);
    }

    private String commonestProblem() {
        Map<String, Long> numbers = problems.stream()
                .collect(Collectors.groupingBy(
                        problem -> problem.code().wireName() + ", " + PublicText.of(problem.detail()),
                        TreeMap::new,
                        Collectors.counting()));
        return numbers.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> (numbers.size() > 1 ? "most often " : "") + most.getKey())
                .orElse("they do not say why");
    }

    private static Stream<WorkerHeartbeat> in(Collection<WorkerHeartbeat> workers, WorkerState state) {
        return workers.stream().filter(worker -> worker.state() == state);
    }
}
