package dev.renderfarm.coordinator.pictures;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An image request as the one line of a batch. The batch's own output names the pictures by their addresses, whatever is
 * asked for: who waits is given the pictures from the bucket.
 *
 * @param body OpenAI's, with the farm's own fields
 * @param asked the body as a repeat of the request has it too, whose pictures are other files
 */
public record DeskRequest(ImageEndpoint endpoint, Map<String, Object> body, Map<String, Object> asked) {

    private static final String BODY = "body.";
    /** Of the line, and so the name of the picture. */
    private static final String CUSTOM_ID = "image";

    /** One for a picture that a prompt alone tells of. */
    public static DeskRequest generation(Map<String, Object> body) {
        return new DeskRequest(ImageEndpoint.GENERATIONS, body, body);
    }

    /** The line of the batch. */
    Map<String, Object> line() {
        return line(body);
    }

    /** The same with addresses in the batch's own output. */
    Map<String, Object> storedLine() {
        return stored(body);
    }

    /** Equal for repeats of the request. */
    Map<String, Object> askedLine() {
        return stored(asked);
    }

    private Map<String, Object> stored(Map<String, Object> fields) {
        Map<String, Object> stored = new LinkedHashMap<>(fields);
        stored.remove(RequestField.RESPONSE_FORMAT.wireName());
        return line(stored);
    }

    byte[] bytes() {
        return Json.bytes(line());
    }

    boolean wantsContent() {
        return ResponseFormat.B64_JSON.wireName().equals(body.get(RequestField.RESPONSE_FORMAT.wireName()));
    }

    private Map<String, Object> line(Map<String, Object> body) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(RequestField.CUSTOM_ID.wireName(), CUSTOM_ID);
        line.put("method", "POST");
        line.put("url", endpoint.path());
        line.put("body", body);
        return line;
    }

    /** @param problems at least one */
    static RequestRefusedException refusal(List<LineError> problems) {
        LineError first = problems.get(0);
        String message = problems.stream().map(DeskRequest::message).collect(Collectors.joining("; "));
        return new RequestRefusedException(first.code(), param(first), message);
    }

    private static String message(LineError problem) {
        String param = param(problem);
        return param == null || problem.message().contains(param) ? problem.message() : param + " " + problem.message();
    }

    /** As the request has it. */
    private static @Nullable String param(LineError problem) {
        String field = problem.field();
        return field == null || !field.startsWith(BODY) ? field : field.substring(BODY.length());
    }
}
