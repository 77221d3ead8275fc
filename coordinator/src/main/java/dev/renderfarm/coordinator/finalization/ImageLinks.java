package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Addresses of pictures at the HTTP API. */
public final class ImageLinks {

    private final Supplier<URI> base;

    /** @param base of the API as its users reach it; asked for each time, a port may be known late */
    public ImageLinks(Supplier<URI> base) {
        this.base = base;
    }

    String image(BatchId batch, ImageFile file) {
        String root = base.get().toString();
        String trimmed = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        String segment = URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
        return trimmed + "/v1/batches/" + batch + "/images/" + segment;
    }
}
