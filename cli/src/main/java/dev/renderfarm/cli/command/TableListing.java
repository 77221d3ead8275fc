package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.terminal.TerminalText;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Batches in columns, which never become narrower from one page to the next. */
final class TableListing implements BatchListing {

    private final PrintWriter out;
    private final Table table = new Table("BATCH", "STATUS", "DONE", "FAILED", "TOTAL", "DONE BY", "CREATED");
    private boolean empty = true;

    TableListing(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void add(List<Batch> page) {
        for (Batch batch : page) {
            table.add(
                    batch.id().value(),
                    batch.status().wireName(),
                    Integer.toString(batch.requestCounts().completed()),
                    Integer.toString(batch.requestCounts().failed()),
                    Integer.toString(batch.requestCounts().total()),
                    doneBy(batch),
                    batch.createdAt().toString());
            empty = false;
        }
        if (!empty) {
            say(table.take());
        }
    }

    @Override
    public void end(boolean more) {
        if (empty) {
            say("No batches yet. Submit one: farm submit FILE\n");
        } else if (more) {
            say("There are more: farm list --all\n");
        }
    }

    private static String doneBy(Batch batch) {
        Eta eta = batch.renderfarm().course().eta();
        return eta == null ? "-" : eta.p50().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void say(String text) {
        out.print(TerminalText.of(text));
        out.flush();
    }
}
