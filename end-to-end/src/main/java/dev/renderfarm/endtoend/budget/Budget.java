package dev.renderfarm.endtoend.budget;

import java.util.List;

/** The figures of one run. */
public record Budget(Conditions conditions, List<Figure> figures) {

    public Budget {
        figures = List.copyOf(figures);
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a budget without figures");
        }
        if (figures.stream().map(Figure::name).distinct().count() < figures.size()) {
            throw new IllegalArgumentException("two figures of one name");
        }
    }
}
