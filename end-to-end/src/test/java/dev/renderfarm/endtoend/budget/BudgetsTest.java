package dev.renderfarm.endtoend.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.wire.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsTest {

    private static final Conditions HERE = new Conditions("Some Processor", 2, 10_000);
    private static final Conditions ELSEWHERE = new Conditions("Another Processor", 2, 10_000);
    private static final Conditions SMALLER = new Conditions("Some Processor", 2, 1_000);

    @ParameterizedTest
    @CsvSource({"LESS,100,115.1", "MORE,100,84.9", "LESS,0.5,0.5755", "MORE,0.98,0.832"})
    void shouldNameAFigureWithBothValuesWhenItGotMoreThan15PercentWorse(Better better, double committed, double now) {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, better, committed)));

        // When
        List<Overrun> overruns = budgets.overruns(run(HERE, better, now)).orElseThrow();

        // Then
        assertThat(overruns).singleElement().asString().startsWith("cost: committed 7.000 ms, measured 7.000 ms: 15.1");
    }

    @ParameterizedTest
    @CsvSource({"LESS,100,114.9", "LESS,100,115", "LESS,100,20", "MORE,100,85.1", "MORE,100,85", "MORE,100,900"})
    void shouldNameNothingWhenNoFigureGotMoreThan15PercentWorse(Better better, double committed, double now) {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, better, committed)));

        // When
        List<Overrun> overruns = budgets.overruns(run(HERE, better, now)).orElseThrow();

        // Then
        assertThat(overruns).isEmpty();
    }

    @Test
    void shouldCompareNothingWhenMachineOrSizeOfBatchesIsUnknown() {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, Better.LESS, 1)));

        // When
        var elsewhere = budgets.overruns(run(ELSEWHERE, Better.LESS, 100));
        var smaller = budgets.overruns(run(SMALLER, Better.LESS, 100));

        // Then
        assertThat(elsewhere).isEmpty();
        assertThat(smaller).isEmpty();
    }

    @Test
    void shouldNameACommittedFigureWhenTheRunHasNone() {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, Better.LESS, 1)));
        Budget run = new Budget(HERE, List.of(new Figure("another", "ms", Better.LESS, 1, 1)));

        // When
        List<Overrun> overruns = budgets.overruns(run).orElseThrow();

        // Then
        assertThat(overruns).singleElement().asString().isEqualTo("cost: committed 7.000 ms, not measured");
    }

    @Test
    void shouldTellWhichFiguresNothingHoldsYet() {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, Better.LESS, 1)));
        Figure another = new Figure("another", "ms", Better.LESS, 1, 1);
        Budget run = new Budget(HERE, List.of(new Figure("cost", "ms", Better.LESS, 1, 1), another));

        // When
        List<Figure> unknown = budgets.unknown(run);

        // Then
        assertThat(unknown).containsExactly(another);
    }

    @Test
    void shouldReplaceOnlyTheBudgetOfItsConditionsWhenARunIsRecorded() {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, Better.LESS, 1), run(ELSEWHERE, Better.LESS, 2)));

        // When
        Budgets recorded = budgets.with(run(HERE, Better.LESS, 3));

        // Then
        assertThat(recorded.budgets())
                .containsExactlyInAnyOrder(run(ELSEWHERE, Better.LESS, 2), run(HERE, Better.LESS, 3));
    }

    @Test
    void shouldComeBackTheSameWhenWrittenAsJson() {
        // Given
        Budgets budgets = new Budgets(List.of(run(HERE, Better.LESS, 1), run(ELSEWHERE, Better.MORE, 2)));

        // When
        Budgets read = Json.read(Json.pretty(budgets), Budgets.class);

        // Then
        assertThat(read).isEqualTo(budgets);
    }

    private static Budget run(Conditions conditions, Better better, double comparable) {
        return new Budget(conditions, List.of(new Figure("cost", "ms", better, 7, comparable)));
    }
}
