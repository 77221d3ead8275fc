package dev.renderfarm.endtoend.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** All that the farm says to whoever hands a file in, in lines of text: the same ones whenever it is handed in. */
final class FieldAnswer {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_LINES = 4;

    private final FlowFarm farm;
    private final List<String> lines = new ArrayList<>();

    private FieldAnswer(FlowFarm farm) {
        this.farm = farm;
    }

    /** Hands it in; what becomes of it is waited for only when the answer is asked for. */
    static Pending handIn(FlowFarm farm, FieldCase given) throws IOException {
        FieldAnswer answer = new FieldAnswer(farm);
        Answer upload = farm.client().tryUpload(given.file(), given.content());
        if (!upload.isGood()) {
            return answer.refused("upload", upload);
        }
        Map<String, Object> request = Map.of(
                "input_file_id",
                upload.json().get("id").asText(),
                "endpoint",
                "/v1/images/generations",
                "completion_window",
                "24h",
                "renderfarm",
                withSeed(given.options()));
        Answer submitted = farm.client().ask("POST", "/v1/batches", Json.string(request));
        if (!submitted.isGood()) {
            return answer.refused("submission", submitted);
        }
        BatchId batch = new BatchId(submitted.json().get("id").asText());
        return () -> answer.ofEnded(batch);
    }

    /** An answer that may take its time. */
    interface Pending {
        List<String> lines();
    }

    private static Map<String, Object> withSeed(Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("seed", 1);
        return all;
    }

    private Pending refused(String what, Answer answer) {
        JsonNode error = answer.json().path("error");
        lines.add("refused at " + what + ", " + answer.status() + " " + code(error) + ": " + text(error, "message"));
        return () -> lines;
    }

    private List<String> ofEnded(BatchId id) {
        Batch ended = farm.client().awaitEnd(id, PATIENCE);
        JsonNode batch = farm.client().ask("GET", "/v1/batches/" + id, null).json();
        int total = ended.requestCounts().total();
        lines.add(
                ended.status() == BatchStatus.FAILED
                        ? "failed, nothing rendered"
                        : ended.status().wireName() + " "
                                + ended.requestCounts().completed() + "/" + total);
        each(batch.path("errors").path("data"), error -> "error " + place(error) + text(error, "message"));
        each(warnings(batch), warning -> "warning " + place(warning) + text(warning, "message"));
        FileId errors = ended.errorFileId();
        if (errors != null) {
            file(errors).lines().limit(MOST_LINES).forEach(line -> lines.add("errors.jsonl " + errorLine(line)));
        }
        FileId output = ended.outputFileId();
        if (output != null) {
            lines.addAll(inlinePictures(file(output)));
        }
        if (ended.renderfarm().manifestFileId() != null) {
            pictures(new FinishedBatch(ended, farm.client(), farm.bucket()));
        }
        return lines;
    }

    private static JsonNode warnings(JsonNode batch) {
        JsonNode warnings = batch.path("renderfarm").path("warnings");
        return warnings.has("data") ? warnings.get("data") : warnings;
    }

    private void pictures(FinishedBatch left) {
        List<String> names = List.copyOf(left.digests().keySet());
        for (String name : names.subList(0, Math.min(names.size(), 6))) {
            lines.add("picture " + name);
        }
    }

    private static List<String> inlinePictures(String output) {
        return output.lines()
                .map(line -> Json.read(line, JsonNode.class))
                .filter(line -> line.at("/response/body/data/0").has("b64_json"))
                .map(line -> "output.jsonl " + text(line, "custom_id") + ": b64_json")
                .toList();
    }

    private void each(JsonNode array, Function<JsonNode, String> words) {
        List<JsonNode> all = StreamSupport.stream(array.spliterator(), false).toList();
        all.stream().limit(MOST_LINES).map(words).forEach(lines::add);
        if (all.size() > MOST_LINES) {
            lines.add("… and " + (all.size() - MOST_LINES) + " more");
        }
    }

    private static String place(JsonNode error) {
        String line = error.path("line").isInt() ? "line " + error.get("line").asInt() : "";
        String field = error.path("param").isTextual() ? error.get("param").asText() : "";
        String both = line.isEmpty() || field.isEmpty() ? line + field : line + ", " + field;
        return both.isEmpty() ? "" : both + ": ";
    }

    private static String errorLine(String json) {
        JsonNode line = Json.read(json, JsonNode.class);
        JsonNode error = line.path("error");
        return line.path("custom_id").asText() + ": " + code(error) + ", " + place(error) + text(error, "message");
    }

    private static String code(JsonNode error) {
        return text(error, "code");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private String file(FileId id) {
        return new String(farm.client().file(id), StandardCharsets.UTF_8);
    }
}
