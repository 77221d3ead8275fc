package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.util.List;

/**
 * Whatever is handed in as a sheet becomes a batch, all of whose lines are there, or is refused by what is wrong with it.
 * For {@code scripts/fuzz}.
 */
public final class SheetFuzz {

    private static final int MOST_READ = 1_000;

    /** Called for each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] sheet) {
        IntakeDesk desk = new IntakeDesk();
        try {
            BatchCommand answer = desk.validate("upload", sheet, InputRules.DEFAULT);
            if (answer instanceof BatchCommand.Validated validated) {
                check(desk, validated);
            } else {
                check(((BatchCommand.Rejected) answer).errors().data());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(IntakeDesk desk, BatchCommand.Validated batch) {
        if (batch.total() == 0 || batch.total() > MOST_READ) {
            return;
        }
        List<RenderItem> items = desk.items(0);
        assertThat(items).hasSize(batch.total());
        assertThat(items.stream().map(item -> item.imageName().value()).distinct())
                .hasSize(batch.total());
    }

    private static void check(List<LineError> errors) {
        assertThat(errors).isNotEmpty().allSatisfy(error -> {
            assertThat(error.message()).isNotBlank();
            assertThat(error.line() == null || error.line() > 0).isTrue();
        });
    }

    private SheetFuzz() {}
}
