package dev.renderfarm.endtoend.budget;

/**
 * What two runs must have in common for their figures to be compared.
 *
 * @param processor its model, as it names itself
 * @param tasks of a batch, since a longer one is warmer
 */
public record Conditions(String processor, int cores, int tasks) {

    public Conditions {
        if (cores < 1 || tasks < 1) {
            throw new IllegalArgumentException("cores and tasks are 1 or more: " + cores + ", " + tasks);
        }
    }

    @Override
    public String toString() {
        return "%s, %d cores, batches of %,d tasks".formatted(processor, cores, tasks);
    }
}
