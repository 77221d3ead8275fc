package dev.renderfarm.endtoend.budget;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The last committed figures, one budget for each kind of machine and size of batches. */
public record Budgets(List<Budget> budgets) {

    /** How much worse than committed a figure may be. */
    public static final double LEEWAY = 0.15;

    /** Above the last digit of a double, so that exactly the leeway is still within. */
    private static final double ROUNDING = 1e-9;

    public Budgets {
        budgets = List.copyOf(budgets);
    }

    /** What of the run is over its budget; nothing at all if there is no budget for its conditions. */
    public Optional<List<Overrun>> overruns(Budget run) {
        return budgetFor(run).map(budget -> budget.figures().stream()
                .flatMap(committed -> overrun(committed, run).stream())
                .toList());
    }

    /** What the run tells and the budget for its conditions does not, so that nothing holds it yet. */
    public List<Figure> unknown(Budget run) {
        List<String> known = budgetFor(run).stream()
                .flatMap(budget -> budget.figures().stream())
                .map(Figure::name)
                .toList();
        return run.figures().stream()
                .filter(figure -> !known.contains(figure.name()))
                .toList();
    }

    /** With the run in place of what there was for its conditions. */
    public Budgets with(Budget run) {
        return new Budgets(Stream.concat(
                        budgets.stream().filter(budget -> !budget.conditions().equals(run.conditions())),
                        Stream.of(run))
                .toList());
    }

    private Optional<Budget> budgetFor(Budget run) {
        return budgets.stream()
                .filter(budget -> budget.conditions().equals(run.conditions()))
                .findFirst();
    }

    private static Optional<Overrun> overrun(Figure committed, Budget run) {
        Optional<Figure> measured = run.figures().stream()
                .filter(figure -> figure.name().equals(committed.name()))
                .findFirst();
        if (measured.isEmpty()) {
            return Optional.of(new Overrun(committed, null));
        }
        return measured.filter(figure ->
                        committed.better().worsening(committed.comparable(), figure.comparable()) > LEEWAY + ROUNDING)
                .map(figure -> new Overrun(committed, figure));
    }
}
