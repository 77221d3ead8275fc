package dev.renderfarm.cli.api;

import dev.renderfarm.common.batch.Batch;
import java.util.List;

/** Body of {@code GET /v1/batches}: newest first. */
public record BatchPage(List<Batch> data, boolean hasMore) {

    public BatchPage {
        data = List.copyOf(data);
    }
}
