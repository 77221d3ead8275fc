package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Requests that come with the submission instead of a file: they become one, which is read like any other. */
final class InlineRequests {

    static final String FILENAME = "requests.jsonl";

    /** Stands for the file while the rest of the submission is checked. */
    static final FileId NOT_STORED_YET = new FileId("file-inline");

    /**
     * The file's content, as JSON Lines.
     *
     * @throws RequestRefusedException if there are none or too many, or a file is named as well
     */
    static byte[] lines(BatchRequest batch) {
        List<Map<String, Object>> requests = batch.requests() == null ? List.of() : batch.requests();
        if (batch.inputFileId() != null) {
            throw refused("give input_file_id or requests, not both");
        }
        if (requests.isEmpty()) {
            throw refused("requests is empty: give one for each picture, or a file of them by input_file_id");
        }
        if (requests.size() > BatchRequest.MOST_REQUESTS) {
            throw refused("requests has " + requests.size() + " of them, at most " + BatchRequest.MOST_REQUESTS
                    + " may come with the batch: upload them as a file of JSON Lines with POST /v1/files");
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i) == null) {
                throw RequestRefusedException.invalid("requests[" + i + "]", "a request must be a JSON object");
            }
            lines.writeBytes(Json.bytes(requests.get(i)));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static RequestRefusedException refused(String message) {
        return RequestRefusedException.invalid("requests", message);
    }

    private InlineRequests() {}
}
