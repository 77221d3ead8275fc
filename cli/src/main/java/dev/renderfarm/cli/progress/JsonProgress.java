package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import java.io.PrintWriter;

/** Every update of the batch as a line of JSON. */
public final class JsonProgress implements ProgressView {

    private final PrintWriter out;

    public JsonProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Batch batch) {
        out.println(Json.string(batch));
        out.flush();
    }
}
