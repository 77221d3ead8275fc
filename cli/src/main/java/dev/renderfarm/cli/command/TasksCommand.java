package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskDrawing;
import dev.renderfarm.common.api.TaskItem;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what a batch's pictures have come to. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Lists the pictures of a batch in the order of its input, with why one waits or has failed, and at "
                        + "which step one is that is drawn.")
final class TasksCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 1_000;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those that are waiting, in_flight, completed, failed or cancelled")
    @Nullable
    TaskState state;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 1000 (default: 100)")
    int limit = 100;

    @Option(names = "--after", paramLabel = "INDEX", description = "Those behind the picture of this number")
    @Nullable
    Integer after;

    TasksCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1 || limit > MOST_AT_ONCE) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "--limit must be from 1 to " + MOST_AT_ONCE + ": " + limit);
        }
        if (after != null && after < 0) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "--after must be 0 or more: " + after);
        }
        BatchId id = Objects.requireNonNull(batch, "required");
        ListView<TaskDetails> page = found(options.client(environment), id);
        Table table = new Table("INDEX", "LINE", "SKU", "STATE", "ATTEMPTS", "WHY");
        page.data().forEach(details -> add(table, details));
        String more = page.hasMore() && page.lastId() != null
                ? "There are more: farm tasks " + id
                        + (state == null ? "" : " --state " + state.wireName())
                        + " --after " + TaskId.parse(page.lastId()).index() + "\n"
                : "";
        options.print(page, (page.data().isEmpty() ? "No such pictures.\n" : table.take()) + more);
        return 0;
    }

    /** As many as are wanted: of few that are looked for among many a page may be short. */
    private ListView<TaskDetails> found(FarmClient client, BatchId id) throws InterruptedException {
        List<TaskDetails> found = new ArrayList<>();
        TaskId last = after == null ? null : new TaskId(id, after);
        ListView<TaskDetails> page;
        do {
            page = client.details(id, state, limit - found.size(), last);
            found.addAll(page.data());
            last = page.lastId() == null ? last : TaskId.parse(page.lastId());
        } while (page.hasMore() && page.lastId() != null && found.size() < limit);
        return new ListView<>(
                found,
                found.isEmpty() ? null : found.get(0).task().id().toString(),
                last == null ? null : last.toString(),
                page.hasMore());
    }

    private static void add(Table table, TaskDetails details) {
        TaskView task = details.task();
        TaskItem item = details.item();
        String variant = item.variant() == null ? "" : " (" + item.variant() + ")";
        table.add(
                Integer.toString(task.id().index()),
                item.line() == null ? "-" : item.line().toString(),
                item.customId() == null ? "-" : item.customId() + variant,
                task.state().wireName(),
                Integer.toString(task.attempts().size()),
                why(task, details.drawing()));
    }

    private static String why(TaskView task, @Nullable TaskDrawing drawing) {
        if (drawing != null) {
            return "step " + drawing.step() + " of " + drawing.steps();
        }
        WaitingFor reason = task.waitingFor();
        if (reason != null) {
            return reason.code().wireName() + ": " + reason.message();
        }
        TaskView.Attempt last = task.lastAttempt();
        if (last == null || last.code() == null || task.state() == TaskState.COMPLETED) {
            return "";
        }
        return last.code().wireName() + (last.detail() == null ? "" : ": " + last.detail());
    }
}
