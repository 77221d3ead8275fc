package dev.renderfarm.endtoend.budget;

/**
 * One figure of a run.
 *
 * @param name by which it is found in another run
 * @param value as measured
 * @param comparable the value without the speed of the machine: what is compared
 */
public record Figure(String name, String unit, Better better, double value, double comparable) {

    public Figure {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a figure needs a name");
        }
        if (!(value > 0) || !(comparable > 0)) {
            throw new IllegalArgumentException("a figure is more than 0: " + name + " " + value + ", " + comparable);
        }
    }
}
