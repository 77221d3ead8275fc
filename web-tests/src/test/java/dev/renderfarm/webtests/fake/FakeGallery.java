package dev.renderfarm.webtests.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeApi.Answer;
import dev.renderfarm.webtests.fake.FakeApi.Asked;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A batch behind the fake API with all its tasks, as letters say they stand, and with what is thought of them. */
public final class FakeGallery {

    /** A picture of one pixel. */
    public static final Answer POINT = new Answer(
            200,
            "image/png",
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    private static final int AWAY = 503;
    private static final int MOST = Integer.MAX_VALUE;
    private static final Map<Character, TaskState> STATES = Map.of(
            'w',
            TaskState.WAITING,
            'f',
            TaskState.IN_FLIGHT,
            'c',
            TaskState.COMPLETED,
            'x',
            TaskState.FAILED,
            'k',
            TaskState.CANCELLED);

    private final FakeApi api;
    private final String id;
    private final StringBuilder states;
    private final StringBuilder verdicts;
    private final Map<Integer, Consumer<ObjectNode>> changes = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private Answer picture = POINT;

    /** @param states a letter for each task, as {@code GET …/tasks/states} has them */
    public FakeGallery(FakeApi api, ObjectNode batch, String states) {
        this.api = api;
        this.id = batch.path("id").asText();
        this.states = new StringBuilder(states);
        this.verdicts = new StringBuilder(".".repeat(states.length()));
        api.on("GET", path(""), batch)
                .on("GET", path("/tasks/states"), request -> letters())
                .on("GET", path("/tasks"), request -> Answer.json(200, tasks(query(request))))
                .on("POST", path("/reviews"), this::judge)
                .on("GET", "/v1/batches", FakeFarm.list());
    }

    /** Makes a task stand otherwise, and tells who follows. */
    public synchronized void turn(int index, char state) {
        states.setCharAt(index, state);
        api.events().push("tasks", Map.of("batch", id, "changed", List.of(Map.of("first", index, "last", index))));
    }

    /** What all its pictures look like, large and small; a point unless it is said. */
    public synchronized FakeGallery picture(String type, byte[] content) {
        picture = new Answer(200, type, content);
        return this;
    }

    /** From now on no picture can be fetched; {@link #picture} mends that. */
    public synchronized FakeGallery withoutPictures() {
        picture = Answer.json(AWAY, Map.of());
        return this;
    }

    /** What a task is beside what is usual. */
    public synchronized FakeGallery change(int index, Consumer<ObjectNode> change) {
        changes.put(index, change);
        return this;
    }

    /** What its last attempt has come to. */
    public FakeGallery fail(int index, String code, String detail) {
        return change(index, task -> task.putArray("attempts")
                .addObject()
                .put("worker_id", "worker-1")
                .put("code", code)
                .put("detail", detail));
    }

    /** How the farm orders the tasks, such as {@code by=sku}: the indexes, divided by commas. */
    public FakeGallery ordered(String query, String indexes) {
        api.on(
                "GET",
                path("/tasks/order") + "?" + query,
                request -> new Answer(200, "text/plain", indexes.getBytes(UTF_8)));
        return this;
    }

    /** What was said of pictures, oldest first, such as {@code 3 approved}. */
    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    /** Takes verdicts, as it does by itself until a test makes it answer otherwise. */
    public Answer judge(Asked request) {
        return judge(request.body());
    }

    /** Takes verdicts that somebody else gives. */
    public synchronized Answer judge(String reviews) {
        for (JsonNode review : Json.read(reviews, JsonNode.class).path("reviews")) {
            int index = review.path("index").asInt();
            String verdict = review.path("verdict").asText();
            heard.add(index + " " + verdict);
            verdicts.setCharAt(index, verdict.equals("undecided") ? '.' : verdict.charAt(0));
        }
        return Answer.json(200, Map.of("id", id));
    }

    /** Of the batch, such as {@code /tasks}. */
    public String path(String what) {
        return "/v1/batches/" + id + what;
    }

    private synchronized Answer letters() {
        return new Answer(200, "text/plain", (states + "\n" + verdicts + "\n").getBytes(UTF_8));
    }

    private synchronized ObjectNode tasks(Map<String, String> query) {
        int first =
                query.containsKey("after") ? Integer.parseInt(query.get("after").split("/")[1]) + 1 : 0;
        String state = query.getOrDefault("state", "");
        String sku = query.getOrDefault("sku", "");
        String words = query.getOrDefault("q", "");
        return FakeFarm.list(IntStream.range(first, states.length())
                .filter(index -> state.isEmpty() || state(index).wireName().equals(state))
                .limit(sku.isEmpty() && words.isEmpty() ? Integer.parseInt(query.getOrDefault("limit", "20")) : MOST)
                .mapToObj(this::task)
                .filter(task -> sku.isEmpty() || task.path("sku").asText().equals(sku))
                .filter(task -> task.path("prompt").asText().contains(words))
                .toArray(ObjectNode[]::new));
    }

    private ObjectNode task(int index) {
        ObjectNode task = FakeFarm.task(id, index, state(index));
        changes.getOrDefault(index, usual -> {}).accept(task);
        for (String address : List.of("url", "thumbnail_url")) {
            if (task.hasNonNull(address)) {
                api.on("GET", task.get(address).asText().split("\\?")[0], request -> picture);
            }
        }
        return task;
    }

    private TaskState state(int index) {
        return Objects.requireNonNull(STATES.get(states.charAt(index)));
    }

    private static Map<String, String> query(Asked request) {
        return Arrays.stream(request.query().split("&"))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }
}
