package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.task.RenderTask;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** User metadata of a picture's objects. Values are ASCII: what people wrote is percent-encoded. */
final class ObjectLabels {

    /** Servers take about 2 kB of user metadata in all; the whole id stands in the JSON. */
    private static final int MAX_LENGTH = 512;

    static Map<String, String> of(RenderTask task, String modelDigest) {
        return Map.of(
                "batch-id", task.taskId().batchId().value(),
                "custom-id", percentEncoded(task.item().customId()),
                "seed", Long.toString(task.image().seed()),
                "model-digest", modelDigest,
                "prompt-sha256", Sha256.hex(task.item().image().prompt()));
    }

    private static String percentEncoded(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        if (encoded.length() <= MAX_LENGTH) {
            return encoded;
        }
        int percent = encoded.lastIndexOf('%', MAX_LENGTH - 1);
        return encoded.substring(0, percent > MAX_LENGTH - 3 ? percent : MAX_LENGTH);
    }

    private ObjectLabels() {}
}
