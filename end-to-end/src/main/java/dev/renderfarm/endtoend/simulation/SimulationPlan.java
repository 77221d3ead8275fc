package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.id.ModelName;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is simulated.
 *
 * @param workers in all, spread evenly over the models
 * @param models how many
 * @param batchesEach for each submitter, how many batches it hands in for each model, all of one size
 * @param timesPerImage of a device, in the simulation's time; models take them in turn
 * @param speedUp how much faster a device is than that, by the wall clock
 * @param load how long all devices have work, by the wall clock
 * @param slots of a worker
 */
record SimulationPlan(
        int workers,
        int models,
        List<Integer> batchesEach,
        List<Duration> timesPerImage,
        double speedUp,
        Duration load,
        int slots) {

    SimulationPlan {
        batchesEach = List.copyOf(batchesEach);
        timesPerImage = List.copyOf(timesPerImage);
        require(models >= 1, "a simulation has 1 model or more: " + models);
        require(workers >= models, "each of " + models + " models wants a worker: there are " + workers);
        require(
                !batchesEach.isEmpty() && batchesEach.stream().allMatch(count -> count >= 1),
                "each submitter hands in 1 batch or more: " + batchesEach);
        require(
                !timesPerImage.isEmpty()
                        && timesPerImage.stream().allMatch(time -> !time.isNegative() && !time.isZero()),
                "a picture takes its time: " + timesPerImage);
        require(speedUp > 0, "the speed-up must be positive: " + speedUp);
        require(!load.isNegative() && !load.isZero(), "the load must be positive: " + load);
        require(slots >= 1, "a worker has 1 slot or more: " + slots);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    List<ModelName> modelNames() {
        return IntStream.rangeClosed(1, models)
                .mapToObj(number -> new ModelName("simulated-" + number))
                .toList();
    }

    /** @param model from 0 */
    int workersOf(int model) {
        return workers / models + (model < workers % models ? 1 : 0);
    }

    /** By the wall clock. */
    Duration timePerImage(int model) {
        Duration simulated = timesPerImage.get(model % timesPerImage.size());
        return Duration.ofNanos(Math.round(simulated.toNanos() / speedUp));
    }

    int batchesOfAModel() {
        return batchesEach.stream().mapToInt(Integer::intValue).sum();
    }

    /** Pictures of each batch of the model. */
    int picturesOf(int model) {
        double pace = workersOf(model) / (timePerImage(model).toNanos() / 1e9);
        return Math.max(1, (int) Math.round(pace * load.toNanos() / 1e9 / batchesOfAModel()));
    }

    /** Pictures of all batches. */
    int pictures() {
        return IntStream.range(0, models)
                .map(model -> picturesOf(model) * batchesOfAModel())
                .sum();
    }
}
