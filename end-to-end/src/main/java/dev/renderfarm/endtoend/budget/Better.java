package dev.renderfarm.endtoend.budget;

/** Which way a figure gets better. */
public enum Better {
    LESS,
    MORE;

    /** How much worse a figure is than it was, as a share of what it was; negative where it is better. */
    double worsening(double before, double now) {
        double growth = (now - before) / before;
        return this == LESS ? growth : -growth;
    }
}
