package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Fill;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.SaidCrop;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that leaves a process, byte for byte: other versions and other people read these. */
class WireFormatTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final BatchId BATCH = new BatchId("batch_1");
    private static final ModelName MODEL = new ModelName("tiny");
    private static final RenderItem ITEM = new RenderItem(
            7,
            9,
            "SKU 1",
            null,
            new ImageName("SKU_1"),
            new ImageRequest("红色陶瓷杯", null, new ImageSize(256, 384), Sampling.of(8, 0), 42));
    private static final RenderItem VARIANT = new RenderItem(
            8,
            9,
            "SKU 1",
            2,
            new ImageName("SKU_1-2"),
            new ImageRequest(
                    "a mug", "blur", new ImageSize(256, 384), Sampling.of(50, 4).withCfgLimits(1.5, 0.25), 43));
    private static final RenderItem EDITED = new RenderItem(
            9,
            10,
            "SKU 2",
            null,
            new ImageName("SKU_2"),
            new ImageRequest(
                    "on marble",
                    null,
                    new ImageSize(256, 384),
                    Sampling.of(8, 0),
                    44,
                    new Edit(
                            new SourcePicture("files/file-1", "ab", 12, 640, 480),
                            new Mask.WhiteBackground(12),
                            0.8,
                            MaskToLatents.ANY,
                            EncodeMode.SAMPLE,
                            true,
                            4,
                            new Place.Centred(0.6),
                            Resize.CONTAIN),
                    Encoding.PLAIN));
    private static final ImageRequest JPEG = new ImageRequest(
            "a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 7, null, new Encoding(ImageFormat.JPEG, 85));
    private static final String JPEG_JSON = "{\"prompt\":\"a mug\",\"size\":\"64x64\",\"num_inference_steps\":8,"
            + "\"guidance_scale\":0.0,\"seed\":7,\"output_format\":\"jpeg\",\"output_compression\":85}";

    private static final String IMAGE_JSON =
            "{\"prompt\":\"红色陶瓷杯\",\"size\":\"256x384\",\"num_inference_steps\":8,\"guidance_scale\":0.0,\"seed\":42}";

    private static final String VARIANT_JSON =
            "{\"prompt\":\"a mug\",\"negative_prompt\":\"blur\",\"size\":\"256x384\","
                    + "\"num_inference_steps\":50,\"guidance_scale\":4.0,\"cfg_normalization\":1.5,\"cfg_truncation\":0.25,"
                    + "\"seed\":43}";

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(JPEG, JPEG_JSON),
                Arguments.of(
                        new ImageRequest("a mug", null, new ImageSize(64, 64), new Sampling(20, 7, null, null, 0.7), 1)
                                .with(
                                        SchedulerKind.EULER_ANCESTRAL,
                                        new SaidSizes(
                                                new ImageSize(512, 256), new SaidCrop(8, 4), new ImageSize(128, 64))),
                        "{\"prompt\":\"a mug\",\"size\":\"64x64\",\"num_inference_steps\":20,\"guidance_scale\":7.0,"
                                + "\"guidance_rescale\":0.7,\"seed\":1,\"scheduler\":\"euler_ancestral\","
                                + "\"original_size\":\"512x256\",\"crop\":\"8,4\",\"target_size\":\"128x64\"}"),
                Arguments.of(
                        JPEG.withEncoding(JPEG.encoding()
                                .deliveredTo(new Delivery(
                                        "house",
                                        new DeliveryRules(
                                                List.of(ImageFormat.JPEG, ImageFormat.PNG),
                                                90,
                                                500_000L,
                                                new Sides(1000, 500, 2000, "1:1", 1.5),
                                                new Background(null),
                                                new Fill(0.85, null))))),
                        JPEG_JSON.replace(
                                "\"output_compression\":85}",
                                "\"output_compression\":85,\"delivery\":{\"profile\":\"house\",\"rules\":{"
                                        + "\"formats\":[\"jpeg\",\"png\"],\"quality\":90,\"most_bytes\":500000,"
                                        + "\"sides\":{\"least_longer\":1000,\"least_shorter\":500,\"most_longer\":2000,"
                                        + "\"shape\":\"1:1\",\"most_enlargement\":1.5},\"background\":{},"
                                        + "\"fill\":{\"least\":0.85}}}}")),
                Arguments.of(
                        new StoredImage(
                                "k.jpg",
                                "k.json",
                                "ab",
                                9,
                                null,
                                null,
                                new DeliveryReport(
                                        "house",
                                        new ImageSize(100, 50),
                                        List.of(new RuleFinding(ProfileRule.SIZE, "64x32", "at least 100")),
                                        List.of())),
                        "{\"key\":\"k.jpg\",\"metadata_key\":\"k.json\",\"sha256\":\"ab\",\"bytes\":9,\"delivered\":{"
                                + "\"profile\":\"house\",\"size\":\"100x50\",\"mended\":[{\"rule\":\"size\","
                                + "\"measured\":\"64x32\",\"wanted\":\"at least 100\"}],\"failed\":[]}}"),
                Arguments.of(
                        ITEM,
                        "{\"index\":7,\"line\":9,\"custom_id\":\"SKU 1\",\"image_name\":\"SKU_1\",\"image\":"
                                + IMAGE_JSON + "}"),
                Arguments.of(
                        RenderTask.of(BATCH, MODEL, ITEM, 2),
                        "{\"task_id\":\"batch_1/7\",\"attempt\":2,\"model\":\"tiny\",\"index\":7,\"line\":9,"
                                + "\"custom_id\":\"SKU 1\","
                                + "\"image_name\":\"SKU_1\",\"image\":" + IMAGE_JSON + "}"),
                Arguments.of(
                        VARIANT,
                        "{\"index\":8,\"line\":9,\"custom_id\":\"SKU 1\",\"variant\":2,\"image_name\":\"SKU_1-2\","
                                + "\"image\":" + VARIANT_JSON + "}"),
                Arguments.of(
                        RenderTask.of(BATCH, MODEL, VARIANT, 1),
                        "{\"task_id\":\"batch_1/8\",\"attempt\":1,\"model\":\"tiny\",\"index\":8,\"line\":9,"
                                + "\"custom_id\":\"SKU 1\","
                                + "\"variant\":2,\"image_name\":\"SKU_1-2\",\"image\":" + VARIANT_JSON + "}"),
                Arguments.of(
                        EDITED,
                        "{\"index\":9,\"line\":10,\"custom_id\":\"SKU 2\",\"image_name\":\"SKU_2\",\"image\":"
                                + "{\"prompt\":\"on marble\",\"size\":\"256x384\",\"num_inference_steps\":8,"
                                + "\"guidance_scale\":0.0,\"seed\":44,\"edit\":{\"image\":{\"key\":\"files/file-1\","
                                + "\"sha256\":\"ab\",\"bytes\":12,\"width\":640,\"height\":480},"
                                + "\"mask\":{\"type\":\"white_background\",\"tolerance\":12},\"strength\":0.8,"
                                + "\"mask_to_latents\":\"any\",\"encode\":\"sample\",\"paste\":true,\"feather\":4,"
                                + "\"place\":{\"type\":\"centred\",\"fit\":0.6},\"resize\":\"contain\"}}}"),
                Arguments.of(
                        result(new TaskOutcome.Rendered(new StoredImage("a.png", "a.json", "ab", 12))),
                        "{\"task_id\":\"batch_1/7\",\"attempt\":1,\"worker_id\":\"w1\",\"model_digest\":\"sha256:0\","
                                + "\"started_at\":\"2026-01-02T12:00:00Z\",\"finished_at\":\"2026-01-02T12:00:00Z\","
                                + "\"outcome\":{\"type\":\"rendered\",\"image\":{\"key\":\"a.png\",\"metadata_key\":"
                                + "\"a.json\",\"sha256\":\"ab\",\"bytes\":12}}}"),
                Arguments.of(
                        result(new TaskOutcome.Failed(FailureCode.DEVICE_OUT_OF_MEMORY, "too large")),
                        "{\"task_id\":\"batch_1/7\",\"attempt\":1,\"worker_id\":\"w1\",\"model_digest\":\"sha256:0\","
                                + "\"started_at\":\"2026-01-02T12:00:00Z\",\"finished_at\":\"2026-01-02T12:00:00Z\","
                                + "\"outcome\":{\"type\":\"failed\",\"code\":\"device_out_of_memory\",\"detail\":"
                                + "\"too large\"}}"),
                Arguments.of(
                        new WorkerHeartbeat(
                                new WorkerId("w1"),
                                WorkerState.READY,
                                MODEL,
                                "sha256:0",
                                "CPU:0",
                                2,
                                List.of(new TaskId(BATCH, 7)),
                                1.5,
                                0.97,
                                10,
                                1,
                                NOON,
                                NOON,
                                null),
                        "{\"worker_id\":\"w1\",\"state\":\"ready\",\"model\":\"tiny\",\"model_digest\":\"sha256:0\","
                                + "\"device\":\"CPU:0\",\"slots\":2,\"tasks_held\":[\"batch_1/7\"],"
                                + "\"images_per_second\":1.5,\"device_busy_ratio\":0.97,\"rendered\":10,\"failed\":1,"
                                + "\"started_at\":\"2026-01-02T12:00:00Z\",\"sent_at\":\"2026-01-02T12:00:00Z\"}"),
                Arguments.of(
                        new WorkerHeartbeat(
                                new WorkerId("w1"),
                                WorkerState.READY,
                                MODEL,
                                "sha256:0",
                                "GPU:0",
                                2,
                                List.of(new TaskId(BATCH, 7)),
                                1.5,
                                0.97,
                                10,
                                1,
                                NOON,
                                NOON,
                                null,
                                "node-a",
                                new WorkerHardware("NVIDIA H100", 85_520_809_984L),
                                new WorkerActivity(new TaskId(BATCH, 7), "SKU 1", 1, 3, 8, NOON)),
                        "{\"worker_id\":\"w1\",\"state\":\"ready\",\"model\":\"tiny\",\"model_digest\":\"sha256:0\","
                                + "\"device\":\"GPU:0\",\"slots\":2,\"tasks_held\":[\"batch_1/7\"],"
                                + "\"images_per_second\":1.5,\"device_busy_ratio\":0.97,\"rendered\":10,\"failed\":1,"
                                + "\"started_at\":\"2026-01-02T12:00:00Z\",\"sent_at\":\"2026-01-02T12:00:00Z\","
                                + "\"host\":\"node-a\",\"hardware\":{\"name\":\"NVIDIA H100\",\"memory_bytes\":85520809984},"
                                + "\"now\":{\"task_id\":\"batch_1/7\",\"sku\":\"SKU 1\",\"pictures\":1,\"step\":3,"
                                + "\"steps\":8,\"since\":\"2026-01-02T12:00:00Z\"}}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadBackWhatItWrites(Object value, String json) {
        assertThat(Json.string(value)).isEqualTo(json);
        assertThat(Json.read(json, value.getClass())).isEqualTo(value);
    }

    @Test
    void shouldWriteABatchAsOpenAiDoes() {
        // Given
        Batch batch = batch(new RequestCounts(3, 1, 1), progress(1, 0, 0));
        // When
        String json = Json.string(batch);
        // Then
        assertThat(json)
                .isEqualTo("{\"id\":\"batch_1\",\"endpoint\":\"/v1/images/generations\",\"model\":\"tiny\","
                        + "\"errors\":{\"data\":[{\"code\":\"invalid_request\",\"line\":2,\"param\":\"size\","
                        + "\"message\":\"bad\"}],\"object\":\"list\"},\"input_file_id\":\"file-1\","
                        + "\"completion_window\":\"24h\",\"status\":\"in_progress\",\"output_file_id\":null,"
                        + "\"error_file_id\":null,\"created_at\":1767355200,\"in_progress_at\":1767355200,"
                        + "\"expires_at\":null,\"finalizing_at\":null,\"completed_at\":null,\"failed_at\":null,"
                        + "\"expired_at\":null,\"cancelling_at\":null,\"cancelled_at\":null,"
                        + "\"request_counts\":{\"total\":3,\"completed\":1,\"failed\":1},\"metadata\":{\"shop\":\"a\"},"
                        + "\"renderfarm\":{\"sequence\":5,\"waiting\":1,\"in_flight\":0,\"cancelled\":0,\"retries\":0,"
                        + "\"seed\":42,\"max_attempts\":3,\"updated_at\":\"2026-01-02T12:00:00Z\",\"strict\":false,"
                        + "\"on_invalid\":\"reject_batch\",\"skipped_lines\":0,\"priority\":0,\"tenant\":\"default\",\"retrying\":0},"
                        + "\"object\":\"batch\"}");
        assertThat(Json.read(json, Batch.class)).isEqualTo(batch);
    }

    @Test
    void shouldWriteWarningsBesideTheFarmsOtherWords() {
        // Given
        var warning = new LineWarning(WarningCode.READ_AS_TEXT, 3, "prompt", "holds a mark (2 lines, first line 3)");
        var input = new InputReport(0, new BatchWarnings(List.of(warning), 4));
        var batch = batch(
                new RequestCounts(0, 0, 0),
                new FarmProgress(
                        5, 0, 0, 0, 0, 42L, 3, null, NOON, InputRules.DEFAULT, input, Origin.UNKNOWN, null, null));
        // When
        String json = Json.string(batch);
        // Then
        assertThat(json)
                .contains(
                        "\"on_invalid\":\"reject_batch\",\"skipped_lines\":0,\"warnings\":{\"data\":[{\"code\":\"read_as_text\","
                                + "\"line\":3,\"param\":\"prompt\",\"message\":\"holds a mark (2 lines, first line 3)\"}],"
                                + "\"more\":4,\"object\":\"list\"},\"priority\":0,\"tenant\":\"default\",\"retrying\":0}");
        assertThat(Json.read(json, Batch.class)).isEqualTo(batch);
        assertThat(Json.read(json.replace("read_as_text", "of_a_later_release"), Batch.class)
                        .renderfarm()
                        .input()
                        .warnings())
                .isEqualTo(new BatchWarnings(
                        List.of(new LineWarning(WarningCode.OTHER, 3, "prompt", warning.message())), 4));
    }

    @Test
    void shouldWriteWhyABatchStandsStill() {
        // Given
        var reason = new WaitingFor(WaitingCode.WORKERS_BUSY, "all slots are busy", NOON);
        var batch = batch(
                new RequestCounts(0, 0, 0),
                new FarmProgress(
                        5,
                        0,
                        0,
                        0,
                        0,
                        42L,
                        3,
                        null,
                        NOON,
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        reason,
                        null));
        // When
        String json = Json.string(batch);
        // Then
        assertThat(json)
                .contains("\"waiting_for\":{\"code\":\"workers_busy\",\"message\":\"all slots are busy\","
                        + "\"since\":\"2026-01-02T12:00:00Z\"}");
        assertThat(Json.read(json, Batch.class)).isEqualTo(batch);
        assertThat(Json.read(json.replace("workers_busy", "of_a_later_release"), Batch.class)
                        .renderfarm()
                        .waitingFor())
                .isEqualTo(new WaitingFor(WaitingCode.OTHER, "all slots are busy", NOON));
    }

    @Test
    void shouldRefuseABatchWhoseCountsDoNotAddUp() {
        assertThatThrownBy(() -> batch(new RequestCounts(3, 1, 1), progress(1, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch_1");
    }

    @Test
    void shouldIgnoreFieldsThatItDoesNotKnow() {
        assertThat(Json.read("{\"total\":1,\"completed\":1,\"failed\":0,\"later\":[{}]}", RequestCounts.class))
                .isEqualTo(new RequestCounts(1, 1, 0));
    }

    @Test
    void shouldNameTypeButNotContentWhenJsonIsMalformed() {
        assertThatThrownBy(() -> Json.read("{\"secret\":", RequestCounts.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("RequestCounts")
                .hasMessageNotContaining("secret");
    }

    private static TaskResult result(TaskOutcome outcome) {
        return new TaskResult(new TaskId(BATCH, 7), 1, new WorkerId("w1"), "sha256:0", NOON, NOON, outcome, null);
    }

    private static FarmProgress progress(int waiting, int inFlight, int cancelled) {
        return new FarmProgress(
                5,
                waiting,
                inFlight,
                cancelled,
                0,
                42L,
                3,
                null,
                NOON,
                InputRules.DEFAULT,
                InputReport.NONE,
                Origin.UNKNOWN,
                null,
                null);
    }

    private static Batch batch(RequestCounts counts, FarmProgress progress) {
        return new Batch(
                BATCH,
                "/v1/images/generations",
                MODEL,
                new BatchErrors(List.of(new LineError(FailureCode.INVALID_REQUEST, 2, "size", "bad"))),
                new FileId("file-1"),
                "24h",
                BatchStatus.IN_PROGRESS,
                null,
                null,
                NOON,
                NOON,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                counts,
                Map.of("shop", "a"),
                progress);
    }
}
