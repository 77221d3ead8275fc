package dev.renderfarm.gpuworker.jpeg;

/** How many pixels share a value of colour. */
enum Subsampling {
    /** Each has its own: red print on white keeps its edges. */
    NONE(1, "4:4:4"),
    /** Four share one: a third fewer bytes, and edges of pure colours bleed by a pixel. */
    QUARTER(2, "4:2:0");

    /** From here on the bytes are spent on edges rather than saved. */
    private static final int EDGES_MATTER = 80;

    private final int factor;
    private final String notation;

    Subsampling(int factor, String notation) {
        this.factor = factor;
        this.notation = notation;
    }

    static Subsampling of(int quality) {
        return quality >= EDGES_MATTER ? NONE : QUARTER;
    }

    /** Samples of brightness to one of colour, in a row and in a column. */
    int factor() {
        return factor;
    }

    /** As people write it. */
    String notation() {
        return notation;
    }
}
