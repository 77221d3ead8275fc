package dev.renderfarm.webtests.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.FarmState;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskItem;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as a farm answers them, made of the very records, as trees in which a test may change what it is about. Times
 * are those of the test, so that what is said of them is as it would be.
 */
public final class FakeFarm {

    /** What people write who want to break a page: to be shown as it stands, wherever text of theirs is shown. */
    public static final String HOSTILE =
            "<img src=x onerror=alert(1)> \"'&amp; \u202Eevil\u202C 🫖 " + "long".repeat(500);

    private static final ObjectMapper JSON = Json.mapper();
    private static final String DIGEST = "a042" + "0".repeat(56) + "d7ae";
    private static final int POINTS = 360;

    private FakeFarm() {}

    /** Two workers, one of which draws; without its curve, as in an event. */
    public static ObjectNode farm() {
        return tree(farm(null));
    }

    /** As {@code GET /v1/farm} answers it: with a curve of an hour, of which the last half saw pictures. */
    public static ObjectNode farmWithCurve() {
        List<Integer> rendered = IntStream.range(0, POINTS)
                .mapToObj(point -> point < POINTS / 2 ? 0 : 10 + point % 7)
                .toList();
        List<Integer> failed = IntStream.range(0, POINTS)
                .mapToObj(point -> point == POINTS - 30 ? 3 : 0)
                .toList();
        return tree(farm(new FarmView.Curve(ago(Duration.ofHours(1)), 10, rendered, failed)));
    }

    private static FarmView farm(FarmView.@Nullable Curve curve) {
        return new FarmView(
                FarmState.RENDERING,
                new FarmView.Workers(2, 0, 2, 0, 0, 1),
                1.3,
                0.48,
                2,
                3_718,
                0,
                16,
                2_860.0,
                curve,
                new Eta(Instant.now().plusSeconds(2_860), Instant.now().plusSeconds(3_600)),
                curve == null ? null : today());
    }

    private static FarmView.Today today() {
        Usage usage = new Usage(new BigDecimal("33500.5"), new BigDecimal("40680000"));
        return new FarmView.Today(
                Instant.now().truncatedTo(ChronoUnit.DAYS),
                31_240,
                31_228,
                43,
                usage,
                new DevicePrice(new BigDecimal("1.65"), "EUR").of(usage));
    }

    /** One that draws for {@link #batch}'s batch of that id. */
    public static ObjectNode worker(String id) {
        ObjectNode worker = tree(new WorkerView(
                new WorkerHeartbeat(
                        new WorkerId(id),
                        WorkerState.READY,
                        new ModelName("z-image-turbo"),
                        DIGEST,
                        "GPU:0",
                        2,
                        List.of(new TaskId(new BatchId("batch_spring"), 7)),
                        1.16,
                        0.97,
                        6_120,
                        0,
                        ago(Duration.ofHours(52)),
                        Instant.now(),
                        null,
                        "node-a",
                        new WorkerHardware("NVIDIA H100 80GB HBM3", 85_520_809_984L),
                        new WorkerActivity(
                                new TaskId(new BatchId("batch_spring"), 7), "MUG-0991", 1, 5, 8, Instant.now())),
                true));
        return worker;
    }

    /** Its state and, as a problem of two minutes ago, why. */
    public static ObjectNode troubled(ObjectNode worker, WorkerState state, FailureCode code, String detail) {
        worker.put("state", state.wireName()).put("images_per_second", 0).putArray("tasks_held");
        worker.remove("now");
        worker.putObject("problem")
                .put("code", code.wireName())
                .put("detail", detail)
                .put("since", ago(Duration.ofMinutes(2)).toString());
        return worker;
    }

    public static ObjectNode failure(String id, String worker, FailureCode code, String detail, TaskState became) {
        return tree(new FailureView(
                id,
                ago(Duration.ofMinutes(3)),
                new BatchId("batch_spring"),
                new TaskId(new BatchId("batch_spring"), 412),
                "SPR-0412",
                1,
                new WorkerId(worker),
                code,
                detail,
                became));
    }

    public static ObjectNode history(BatchHistory history) {
        return tree(history);
    }

    /** One that is being rendered: 20 pictures, of which 8 are there and one has failed. */
    public static ObjectNode batch(String id) {
        Instant begun = ago(Duration.ofMinutes(20));
        return tree(new Batch(
                new BatchId(id),
                "/v1/images/generations",
                new ModelName("z-image-turbo"),
                null,
                new FileId("file-spring"),
                "24h",
                BatchStatus.IN_PROGRESS,
                null,
                null,
                begun,
                begun.plusSeconds(2),
                begun.plus(Duration.ofHours(24)),
                null,
                null,
                null,
                null,
                null,
                null,
                new RequestCounts(20, 8, 1),
                Map.of("campaign", "spring"),
                new FarmProgress(
                        12,
                        7,
                        4,
                        0,
                        2,
                        4711L,
                        3,
                        null,
                        Instant.now(),
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        new Origin(begun, null, null, null, null, null),
                        null,
                        null,
                        new Terms("Spring catalogue", 0, null),
                        null,
                        Sharing.DEFAULT,
                        Course.UNKNOWN,
                        new Activity(List.of("SKU-0007.png", "SKU-0006.png"), 1.3))));
    }

    /** A task of a batch, with what its line asks for; one that is completed has its picture. */
    public static ObjectNode task(String batch, int index, TaskState state) {
        String name = "SKU-%04d".formatted(index);
        boolean drawn = state == TaskState.COMPLETED;
        String pictures = "/v1/batches/" + batch;
        return tree(new TaskDetails(
                new TaskView(
                        new TaskId(new BatchId(batch), index),
                        state,
                        List.of(),
                        drawn
                                ? new StoredImage(
                                        "batches/" + batch + "/images/" + name + ".png",
                                        "batches/" + batch + "/images/" + name + ".json",
                                        "%064x".formatted(index),
                                        1_200_000)
                                : null,
                        null),
                new TaskItem(name, name, null, index + 2, "a mug, number " + index, name, "1024x1024", 1_000L + index),
                drawn ? pictures + "/images/" + name + ".png" : null,
                drawn ? pictures + "/thumbnails/" + name + ".jpg?v=%08x".formatted(index) : null,
                null));
    }

    /** Behind a fake, all that every page asks for as it is opened: one worker, one batch, a preset and a template. */
    public static void answerAll(FakeApi api) {
        api.on("GET", "/v1/farm", farmWithCurve())
                .on("GET", "/v1/workers", list(worker("gpu-01")))
                .on("GET", "/v1/failures", list())
                .on("GET", "/v1/batches", list(batch("batch_1")))
                .on("GET", "/v1/batches/batch_1", batch("batch_1"))
                .on(
                        "GET",
                        "/v1/presets",
                        listOf(Map.of("name", "hero", "source", "shipped", "fields", Map.of("size", "16:9"))))
                .on("GET", "/v1/profiles", list())
                .on(
                        "GET",
                        "/v1/templates",
                        listOf(Map.of("name", "studio", "version", 1, "source", "shipped", "text", "{title}")))
                .on("GET", "/v1/models", list())
                .on("GET", "/v1/defaults", Map.of("models", List.of()));
        for (String picture : List.of("SKU-0006", "SKU-0007")) {
            api.on("GET", "/v1/batches/batch_1/thumbnails/" + picture + ".jpg", request -> FakeGallery.POINT);
        }
    }

    private static Map<String, Object> listOf(Map<String, ?> entry) {
        return Map.of("object", "list", "data", List.of(entry), "has_more", false);
    }

    /** In the API's envelope of lists, as its only page; the ids are those of the entries. */
    public static ObjectNode list(ObjectNode... entries) {
        return tree(ListView.of(
                Arrays.asList(entries),
                entry -> entry.path(entry.has("id") ? "id" : "worker_id").asText(),
                false));
    }

    private static Instant ago(Duration time) {
        return Instant.now().minus(time);
    }

    private static ObjectNode tree(Object body) {
        return JSON.valueToTree(body);
    }
}
