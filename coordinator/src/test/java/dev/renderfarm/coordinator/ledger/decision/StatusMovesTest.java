package dev.renderfarm.coordinator.ledger.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusMovesTest {

    @ParameterizedTest
    @CsvSource({
        "VALIDATING, IN_PROGRESS FAILED CANCELLED EXPIRED",
        "IN_PROGRESS, CANCELLING FINALIZING",
        "CANCELLING, FINALIZING",
        "FINALIZING, COMPLETED CANCELLED EXPIRED",
    })
    void shouldAllowTheMovesOfTheTableAndNoOthers(BatchStatus from, String targets) {
        List<String> allowed = List.of(targets.split(" "));
        for (BatchStatus to : BatchStatus.values()) {
            assertThat(StatusMoves.allows(from, to)).as("%s to %s", from, to).isEqualTo(allowed.contains(to.name()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNoBatchLeaveATerminalStatus(BatchStatus from) {
        boolean leaves = Arrays.stream(BatchStatus.values()).anyMatch(to -> StatusMoves.allows(from, to));
        assertThat(leaves).isNotEqualTo(from.isTerminal());
    }

    @Test
    void shouldLeadFromValidatingToEveryEnd() {
        for (Ending ending : Ending.values()) {
            assertThat(StatusMoves.allows(BatchStatus.FINALIZING, ending.status()))
                    .isTrue();
        }
    }
}
