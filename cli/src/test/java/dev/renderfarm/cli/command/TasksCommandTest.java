package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskDrawing;
import dev.renderfarm.common.api.TaskItem;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TasksCommandTest {

    private static final String ID = Batches.ID.value();
    private static final String TASKS = "GET /v1/batches/" + ID + "/tasks";

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldSayOfEachPictureWhereItStandsAndWhy() {
        // Given
        var attempt = new TaskView.Attempt(
                1, new WorkerId("worker-1"), FailureCode.RENDER_FAILED, "not finite", Instant.EPOCH);
        farm.on(
                TASKS + "?limit=100",
                page(
                        false,
                        task(0, TaskState.COMPLETED, null),
                        task(
                                1,
                                TaskState.WAITING,
                                new WaitingFor(WaitingCode.RETRIES, "it is tried again", Instant.EPOCH),
                                attempt),
                        task(2, TaskState.FAILED, null, attempt)));
        // When
        int exitCode = console.run("tasks", ID);
        // Then
        assertThat(exitCode).as(console.err().toString()).isZero();
        assertThat(console.out()).hasToString("""
                INDEX  LINE  SKU    STATE      ATTEMPTS  WHY
                0      2     MUG-0  completed  0
                1      3     MUG-1  waiting    1         retries: it is tried again
                2      4     MUG-2  failed     1         render_failed: not finite
                """);
    }

    @Test
    void shouldGoOnUntilAsManyAreFoundAsAreWantedAndSayHowToGoOn() {
        // Given: few that are looked for among many
        farm.on(
                        TASKS + "?limit=2&state=failed",
                        new ListView<>(List.of(), null, new TaskId(Batches.ID, 999).toString(), true))
                .on(
                        TASKS + "?limit=2&state=failed&after=" + ID + "%2F999",
                        page(true, task(1000, TaskState.FAILED, null), task(1001, TaskState.FAILED, null)));
        // When
        int exitCode = console.run("tasks", ID, "--state", "failed", "--limit", "2");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString())
                .contains("MUG-1001")
                .endsWith("There are more: farm tasks " + ID + " --state failed --after 1001\n");
    }

    @Test
    void shouldSayAtWhichStepADeviceIs() {
        // Given
        TaskDetails drawn = task(3, TaskState.IN_FLIGHT, null);
        farm.on(
                TASKS + "?limit=100",
                page(
                        false,
                        new TaskDetails(
                                drawn.task(), drawn.item(), null, null, null, new TaskDrawing(5, 8, Instant.EPOCH))));
        // When
        int exitCode = console.run("tasks", ID);
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString()).containsPattern("MUG-3 +in_flight +0 +step 5 of 8");
    }

    @Test
    void shouldRefuseAStateThatThereIsNot() {
        assertThat(console.run("tasks", ID, "--state", "stuck")).isEqualTo(2);
        assertThat(console.err().toString()).contains("waiting, in_flight, completed, failed, cancelled");
        assertThat(farm.requests()).isEmpty();
    }

    private static ListView<TaskDetails> page(boolean more, TaskDetails... tasks) {
        return ListView.of(List.of(tasks), details -> details.task().id(), more);
    }

    private static TaskDetails task(
            int index, TaskState state, @Nullable WaitingFor reason, TaskView.Attempt... attempts) {
        return new TaskDetails(
                new TaskView(new TaskId(Batches.ID, index), state, List.of(attempts), null, null, null, reason),
                new TaskItem("MUG-" + index, "MUG-" + index, null, index + 2, "a mug", "MUG-" + index, "64x64", 7L),
                null,
                null,
                null);
    }
}
