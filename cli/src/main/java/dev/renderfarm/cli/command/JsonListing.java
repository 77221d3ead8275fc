package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches in OpenAI's list envelope: what {@link Json#pretty} gives for a {@link ListView} of all of them. */
final class JsonListing implements BatchListing {

    private static final String BEGINNING = "{\n  \"object\" : \"list\",\n  \"data\" : [ ";

    private final PrintWriter out;
    private @Nullable BatchId first;
    private @Nullable BatchId last;

    JsonListing(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void add(List<Batch> page) {
        for (Batch batch : page) {
            out.print((first == null ? BEGINNING : ", ")
                    + Json.pretty(batch).strip().replace("\n", "\n  "));
            first = first == null ? batch.id() : first;
            last = batch.id();
        }
        out.flush();
    }

    @Override
    public void end(boolean more) {
        out.print((first == null ? BEGINNING + "]" : " ]")
                + ",\n  \"first_id\" : " + quoted(first)
                + ",\n  \"last_id\" : " + quoted(last)
                + ",\n  \"has_more\" : " + more + "\n}\n");
        out.flush();
    }

    private static String quoted(@Nullable BatchId id) {
        return id == null ? "null" : Json.string(id);
    }
}
