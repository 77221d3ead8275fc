package dev.renderfarm.coordinator.finalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a batch leaves behind. Long because every case fills the same batch and reads the same three files: they share
 * the fixture at the end.
 */
class StoredBatchFinalizerTest {

    private static final BatchId BATCH = new BatchId("batch_5f0c");

    @TempDir
    private Path directory;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<TaskView> tasks = new ArrayList<>();
    private final ItemPartWriter items = new ItemPartWriter(objects, BATCH, Runnable::run);
    private Map<String, String> carried = Map.of();
    private int skipped;

    @Test
    void shouldWriteWhatBecameOfEveryRequest() throws Exception {
        // Given
        add("MUG 1", "a mug", TaskState.COMPLETED, rendered(1));
        add("=1+1", "-plate, \"fine\"", TaskState.FAILED, failed(1), failed(2));
        // When
        BatchCommand.Finalized files = finish(finalizing());
        // Then
        assertThat(files.outputFileId()).isEqualTo(FileId.ofBatch(BATCH, BatchFile.OUTPUT));
        assertThat(content(BatchFile.OUTPUT))
                .isEqualTo(
                        "{\"id\":\"batch_req_5f0c_0000000\",\"custom_id\":\"MUG 1\",\"response\":{\"status_code\":200,"
                                + "\"request_id\":\"req_batch_req_5f0c_0000000\",\"body\":{\"created\":1767225601,"
                                + "\"data\":[{\"url\":\"/v1/batches/batch_5f0c/images/n%C3%A40.png\","
                                + "\"renderfarm\":{\"key\":\"k0.png\","
                                + "\"metadata_key\":\"k0.json\",\"sha256\":\"abc\",\"bytes\":99,\"model\":\"tiny\",\"seed\":10,"
                                + "\"num_inference_steps\":4,\"guidance_scale\":1.5,\"attempts\":1,\"worker_id\":\"w1\"}}],"
                                + "\"size\":\"64x32\",\"output_format\":\"png\"}},"
                                + "\"error\":null}\n");
        assertThat(content(BatchFile.ERRORS))
                .isEqualTo("{\"id\":\"batch_req_5f0c_0000001\",\"custom_id\":\"=1+1\",\"response\":null,"
                        + "\"error\":{\"code\":\"render_failed\",\"message\":\"attempt 2 failed\"}}\n");
        assertThat(content(BatchFile.MANIFEST))
                .isEqualTo(
                        "sku,variant,status,image,url,sha256,bytes,width,height,seed,num_inference_steps,guidance_scale,model,"
                                + "attempts,error_code,error_message,prompt,"
                                + "device_seconds,energy_joules,render_cost,render_currency,review,review_note,"
                                + "profile,profile_mended,profile_failed,size,source,source_mask\n"
                                + "MUG 1,1,completed,k0.png,/v1/batches/batch_5f0c/images/n%C3%A40.png,abc,99,"
                                + "64,32,10,4,1.5,tiny,1,,,a mug,,,,,,,,,,,,\n"
                                + "'=1+1,1,failed,,,,,64,32,11,4,1.5,tiny,2,render_failed,attempt 2 failed,"
                                + "\"'-plate, \"\"fine\"\"\",,,,,,,,,,,,\n");
    }

    @Test
    void shouldTellWhatEachPictureTookAndCosts() throws Exception {
        // Given: 18 seconds at 2.5 an hour; the second was tried in vain by a worker that tells no energy
        add("A", "a mug", TaskState.COMPLETED, rendered(1));
        add("B", "a mug", TaskState.FAILED, failed(1));
        add("C", "a mug", TaskState.COMPLETED, rendered(1));
        uses(0, new Usage(new BigDecimal("12.5"), new BigDecimal("4300.25")));
        uses(1, new Usage(new BigDecimal("5.5"), null));
        Usage all = new Usage(new BigDecimal("18"), new BigDecimal("4300.25"));
        Batch batch = TestBatches.using(
                finalizing(), new BatchUsage(all, 1, new DevicePrice(new BigDecimal("2.5"), "EUR").of(all)));
        // When
        finish(batch);
        // Then
        assertThat(content(BatchFile.MANIFEST).lines().skip(1))
                .satisfiesExactly(
                        row -> assertThat(row).endsWith(",a mug,12.5,4300.25,0.008680556,EUR,,,,,,,,"),
                        row -> assertThat(row).endsWith(",a mug,5.5,,0.003819444,EUR,,,,,,,,"),
                        row -> assertThat(row).endsWith(",a mug,,,,,,,,,,,,"));
        assertThat(content(BatchFile.OUTPUT).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"usage\":{\"device_seconds\":12.5,\"energy_joules\":4300.25,\"cost\":{"
                                        + "\"amount\":0.008680556,\"per_device_hour\":2.5,\"currency\":\"EUR\"}}"),
                        line -> assertThat(line).doesNotContain("usage"));
    }

    @Test
    void shouldPutEachFileIntoTheListOfFilesAndOnceOnly() throws Exception {
        // Given
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        // When
        finish(finalizing());
        finalizer().finish(finalizing(), tasks.iterator());
        // Then
        assertThat(objects.keys())
                .filteredOn(key -> key.startsWith("results/"))
                .extracting(key -> key.replaceAll("/[0-9a-f]{12}-", "/TIME-"))
                .containsExactly("results/TIME-batch_5f0c-manifest.json", "results/TIME-batch_5f0c-output.json");
    }

    @Test
    void shouldGiveBackTheColumnsThatALineCarries() throws Exception {
        // Given
        carried = columns("Status", "sold", "input_status", "x", "Price", "=1");
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        add("CUP", "a cup", TaskState.FAILED, failed(1));
        carried = Map.of();
        add("JAR", "a jar", TaskState.FAILED, failed(1));
        // When
        items.finish(List.of("Status", "input_status", "Price"));
        finalizer().finish(finalizing(), tasks.iterator());
        // Then
        String columns = ",\"renderfarm\":{\"columns\":{\"Status\":\"sold\",\"input_status\":\"x\",\"Price\":\"=1\"}}}";
        assertThat(content(BatchFile.OUTPUT)).hasLineCount(1).endsWith(",\"error\":null" + columns + "\n");
        assertThat(content(BatchFile.ERRORS).lines().toList().get(0)).endsWith("}" + columns);
        assertThat(content(BatchFile.ERRORS).lines().toList().get(1)).doesNotContain("renderfarm");
        assertThat(content(BatchFile.MANIFEST).lines().map(row -> row.replaceAll(".*,([^,]*(,[^,]*){15})$", "$1")))
                .containsExactly(
                        "prompt,device_seconds,energy_joules,render_cost,render_currency,review,review_note,"
                                + "profile,profile_mended,profile_failed,size,source,source_mask,input_Status,input_input_status,Price",
                        "a mug,,,,,,,,,,,,,sold,x,'=1",
                        "a cup,,,,,,,,,,,,,sold,x,'=1",
                        "a jar,,,,,,,,,,,,,,,");
    }

    @Test
    void shouldWriteTheLinesThatWereSkippedWhereTheyStandInTheInput() throws Exception {
        // Given
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        tasks.add(task(1, TaskState.COMPLETED, rendered(1)));
        items.write(jar(1, 9), Map.of(), ResponseFormat.URL);
        skip(new SkippedLine(
                "CUP", new LineError(FailureCode.INVALID_REQUEST, 5, "n", "must be 1"), columns("Price", "2")));
        skip(new SkippedLine(null, new LineError(FailureCode.INVALID_REQUEST, 12, null, "=not JSON"), Map.of()));
        // When
        items.finish(List.of("Price"));
        BatchCommand.Finalized files = finalizer().finish(finalizing(), tasks.iterator());
        // Then
        assertThat(files.counts()).isEqualTo(new RequestCounts(2, 2, 0));
        assertThat(files.errorFileId()).isEqualTo(FileId.ofBatch(BATCH, BatchFile.ERRORS));
        assertThat(content(BatchFile.ERRORS))
                .isEqualTo("{\"id\":\"batch_req_5f0c_skipped_0000000\",\"custom_id\":\"CUP\",\"response\":null,"
                        + "\"error\":{\"code\":\"invalid_request\",\"message\":\"must be 1\",\"line\":5,\"param\":\"n\"},"
                        + "\"renderfarm\":{\"columns\":{\"Price\":\"2\"}}}\n"
                        + "{\"id\":\"batch_req_5f0c_skipped_0000001\",\"custom_id\":null,\"response\":null,"
                        + "\"error\":{\"code\":\"invalid_request\",\"message\":\"=not JSON\",\"line\":12}}\n");
        assertThat(content(BatchFile.MANIFEST).lines().skip(1).map(row -> row.replaceAll("completed.*", "completed")))
                .containsExactly(
                        "MUG,1,completed",
                        "CUP,,failed,,,,,,,,,,,,invalid_request,must be 1,,,,,,,,,,,,,,2",
                        "JAR,1,completed",
                        ",,failed,,,,,,,,,,,,invalid_request,'=not JSON,,,,,,,,,,,,,,");
    }

    @Test
    void shouldHaveALineForEachThatWasSkippedWhenTheirPartIsLost() throws Exception {
        // Given
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        skipped = 2;
        // When
        finish(finalizing());
        // Then
        assertThat(content(BatchFile.ERRORS)).hasLineCount(2).contains("\"code\":\"item_lost\"");
        assertThat(content(BatchFile.MANIFEST)).hasLineCount(4);
    }

    private void skip(SkippedLine line) {
        items.skip(line);
        skipped++;
    }

    @Test
    void shouldTellOfAPictureThatWasKeptThoughItFailedACheck() throws Exception {
        // Given
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        var kept = new StoredImage(
                "k0.png",
                "k0.json",
                "abc",
                99,
                77L,
                new Rejection(FailureCode.NEAR_BLACK_IMAGE, "99.95 % is black"),
                null);
        tasks.set(0, new TaskView(tasks.get(0).id(), TaskState.COMPLETED, List.of(rendered(1)), kept, null));
        // When
        finish(finalizing());
        // Then: with the seed that it was drawn from
        assertThat(content(BatchFile.MANIFEST))
                .contains(",completed,k0.png,")
                .contains(",64,32,77,4,1.5,tiny,1,near_black_image,99.95 % is black,a mug,");
        assertThat(content(BatchFile.OUTPUT))
                .contains("\"seed\":77,")
                .contains("\"rejected\":{\"code\":\"near_black_image\",\"detail\":\"99.95 % is black\"}");
    }

    @Test
    void shouldTellWhatBecameOfAPictureByItsDeliveryProfile() throws Exception {
        // Given
        var rules = new DeliveryRules(List.of(ImageFormat.PNG), null, null, null, new Background(null), null);
        ImageRequest asked = new ImageRequest("a mug", null, new ImageSize(64, 32), Sampling.of(4, 1.5), 10)
                .withEncoding(Encoding.PLAIN.deliveredTo(new Delivery("house", rules)));
        add(0, "MUG", null, asked, TaskState.COMPLETED, rendered(1));
        var report = new DeliveryReport(
                "house",
                new ImageSize(100, 50),
                List.of(new RuleFinding(ProfileRule.SIZE, "64x32", "at least 100")),
                List.of(new RuleFinding(ProfileRule.FILL, "61 %", "at least 85 %")));
        var kept = new StoredImage(
                "k0.png", "k0.json", "abc", 99, null, report.rejection().orElse(null), report);
        tasks.set(0, new TaskView(tasks.get(0).id(), TaskState.COMPLETED, List.of(rendered(1)), kept, null));
        // When
        finish(finalizing());
        // Then
        assertThat(content(BatchFile.MANIFEST))
                .contains(",99,100,50,10,")
                .contains(",profile_fill,\"house does not take it: fill: 61 %, wanted at least 85 %\",a mug,")
                .endsWith(",house,\"size: 64x32, wanted at least 100\",\"fill: 61 %, wanted at least 85 %\",64x32,,\n");
        assertThat(content(BatchFile.OUTPUT))
                .contains("\"size\":\"100x50\",\"output_format\"")
                .contains("\"delivered\":{\"profile\":\"house\",\"size\":\"100x50\",\"mended\":[{\"rule\":\"size\",");
    }

    @Test
    void shouldWriteARowForEveryTaskWhenItemsAreLost() throws Exception {
        // Given
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        tasks.add(task(1, TaskState.FAILED, lost()));
        tasks.add(task(2, TaskState.COMPLETED, rendered(1)));
        // When
        finish(finalizing());
        // Then
        assertThat(content(BatchFile.OUTPUT).lines().map(line -> read(line, "/custom_id")))
                .containsExactly("MUG", "lost-item-2");
        assertThat(content(BatchFile.OUTPUT).lines().toList().get(1))
                .contains("/images/k2.png")
                .doesNotContain("size", "seed", "num_inference_steps");
        assertThat(content(BatchFile.ERRORS))
                .contains("\"custom_id\":\"lost-item-1\"")
                .contains("\"code\":\"item_lost\",\"message\":\"it is gone\"");
        assertThat(content(BatchFile.MANIFEST))
                .hasLineCount(4)
                .contains("lost-item-1,1,failed,,,,,,,,,,tiny,1,item_lost,it is gone,,,,,,,,,,,,,\n")
                .contains("lost-item-2,1,completed,k2.png,");
    }

    @Test
    void shouldKeepARequestTogetherWhenAnItemInTheMiddleIsLost() throws Exception {
        // Given
        addVariant("MUG", 1, TaskState.COMPLETED, rendered(1));
        tasks.add(task(1, TaskState.FAILED, lost()));
        items.write(inTheWrongPlace(), Map.of(), ResponseFormat.URL);
        addVariant("MUG", 3, TaskState.COMPLETED, rendered(1));
        tasks.add(task(3, TaskState.FAILED, lost()));
        // When
        finish(finalizing());
        // Then
        assertThat(content(BatchFile.OUTPUT).lines().map(line -> read(line, "/custom_id")))
                .containsExactly("MUG");
        assertThat(content(BatchFile.ERRORS).lines().map(line -> read(line, "/custom_id")))
                .containsExactly("MUG", "lost-item-3");
        assertThat(content(BatchFile.MANIFEST)).hasLineCount(5);
    }

    @Test
    void shouldWriteOneLineInEachFileWhenARequestHasSeveralPictures() throws Exception {
        // Given
        add("CUP", "a cup", TaskState.COMPLETED, rendered(1));
        addVariant("MUG", 1, TaskState.COMPLETED, rendered(3));
        addVariant("MUG", 2, TaskState.FAILED, failed(1));
        addVariant("MUG", 3, TaskState.COMPLETED, rendered(2));
        addVariant("MUG", 4, TaskState.FAILED, failed(1));
        addVariant("MUG", 5, TaskState.CANCELLED);
        addVariant("JAR", 1, TaskState.COMPLETED, rendered(1));
        addVariant("JAR", 2, TaskState.COMPLETED, rendered(1));
        // When
        finish(finalizing());
        // Then
        assertThat(content(BatchFile.OUTPUT).lines().map(line -> read(line, "/custom_id")))
                .containsExactly("CUP", "MUG", "JAR");
        String mug = content(BatchFile.OUTPUT).lines().toList().get(1);
        assertThat(read(mug, "/id")).isEqualTo("batch_req_5f0c_0000001");
        assertThat(read(mug, "/response/body/created")).isEqualTo("1767225603");
        assertThat(read(mug, "/response/body/data/0/renderfarm/variant")).isEqualTo("1");
        assertThat(read(mug, "/response/body/data/1/url")).isEqualTo("/v1/batches/batch_5f0c/images/n%C3%A43.png");
        assertThat(read(mug, "/response/body/data/1/renderfarm/variant")).isEqualTo("3");
        assertThat(read(mug, "/response/body/data/1/renderfarm/seed")).isEqualTo("13");
        assertThat(read(mug, "/response/body/data/1/renderfarm/cfg_normalization"))
                .isEqualTo("1.5");
        assertThat(read(mug, "/response/body/data/1/renderfarm/cfg_truncation")).isEqualTo("0.25");
        assertThat(read(mug, "/response/body/data/1/renderfarm/scheduler")).isEqualTo("ddim");
        assertThat(mug).doesNotContain("\"variant\":2");
        assertThat(content(BatchFile.ERRORS))
                .isEqualTo("{\"id\":\"batch_req_5f0c_0000001\",\"custom_id\":\"MUG\",\"response\":null,"
                        + "\"error\":{\"code\":\"render_failed\",\"message\":\"missing 3 of 5 pictures:"
                        + " nä2, nä4 (render_failed: attempt 1 failed),"
                        + " nä5 (batch_expired: the completion window ended before this was rendered)\"}}\n");
        assertThat(content(BatchFile.MANIFEST).lines().skip(1))
                .map(row -> row.substring(0, row.indexOf(',', row.indexOf(',') + 1)))
                .containsExactly("CUP,1", "MUG,1", "MUG,2", "MUG,3", "MUG,4", "MUG,5", "JAR,1", "JAR,2");
    }

    @Test
    void shouldGiveNoOutputFileWhenNoneSucceededAndNoErrorsWhenNoneFailed() throws Exception {
        add("A", "mug", TaskState.COMPLETED, rendered(1));
        BatchCommand.Finalized good = finish(finalizing());
        assertThat(good.errorFileId()).isNull();
        assertThat(objects.keys()).doesNotContain(ObjectKeys.batchFile(BATCH, BatchFile.ERRORS));

        tasks.clear();
        tasks.add(task(0, TaskState.CANCELLED));
        BatchCommand.Finalized bad =
                finish(TestBatches.settled(BATCH, BatchStatus.FINALIZING, counts(), TestBatches.CREATED));
        assertThat(bad.outputFileId()).isNull();
        assertThat(content(BatchFile.ERRORS)).contains("\"code\":\"batch_cancelled\"");
    }

    @Test
    void shouldSayThatTheWindowEndedWhenNobodyCancelled() throws Exception {
        add("A", "mug", TaskState.CANCELLED);
        finish(finalizing());
        assertThat(content(BatchFile.MANIFEST)).contains(",cancelled,").contains(",batch_expired,");
    }

    @Test
    void shouldWriteTheSameBytesWhenItRunsAgain() throws Exception {
        for (int i = 0; i < 1200; i++) {
            add(
                    "S" + i,
                    "mug",
                    i % 3 == 0 ? TaskState.FAILED : TaskState.COMPLETED,
                    i % 3 == 0 ? failed(1) : rendered(1));
        }
        Batch batch = finalizing();
        finish(batch);
        List<String> first = List.of(content(BatchFile.OUTPUT), content(BatchFile.ERRORS), content(BatchFile.MANIFEST));
        finish(batch);
        assertThat(List.of(content(BatchFile.OUTPUT), content(BatchFile.ERRORS), content(BatchFile.MANIFEST)))
                .isEqualTo(first);
        assertThat(first.get(0).lines()).hasSize(800);
    }

    @Test
    void shouldAskToBeCalledAgainWhenStorageIsAway() {
        add("A", "mug", TaskState.COMPLETED, rendered(1));
        items.finish(List.of());
        objects.setAvailable(false);
        assertThatThrownBy(() -> finalizer().finish(finalizing(), tasks.iterator()))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void shouldNoticeTasksThatAreNotInOrder() {
        add("A", "mug", TaskState.COMPLETED, rendered(1));
        tasks.set(0, task(1, TaskState.COMPLETED, rendered(1)));
        assertThatThrownBy(() -> finish(finalizing()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("task batch_5f0c/1 came where item 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "CANCELLED", "WAITING", "IN_FLIGHT"})
    void shouldAskToBeCalledAgainWhenTheTasksAreNotThoseOfTheBatch(TaskState state) {
        // Given
        add("A", "mug", TaskState.COMPLETED, rendered(1));
        add("B", "mug", TaskState.COMPLETED, rendered(1));
        Batch batch = finalizing();
        tasks.set(1, task(1, state));
        // When
        assertThatThrownBy(() -> finish(batch))
                // Then
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("batch_5f0c");
        assertThat(objects.keys()).doesNotContain(ObjectKeys.batchFile(BATCH, BatchFile.MANIFEST));
    }

    @Test
    void shouldReportTheCountsOfTheTasksThatTheFilesTellOf() throws Exception {
        // Given
        add("A", "mug", TaskState.COMPLETED, rendered(1));
        add("B", "mug", TaskState.FAILED, failed(1));
        add("C", "mug", TaskState.CANCELLED);
        // When
        BatchCommand.Finalized files = finish(finalizing());
        // Then
        assertThat(files.counts()).isEqualTo(new RequestCounts(3, 1, 1));
        assertThat(files.cancelled()).isEqualTo(1);
    }

    private static Map<String, String> columns(String... namesAndValues) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return columns;
    }

    /** The batch that counts the tasks as they are. */
    private Batch finalizing() {
        return TestBatches.settled(BATCH, BatchStatus.FINALIZING, counts(), null, skipped);
    }

    private RequestCounts counts() {
        return new RequestCounts(tasks.size(), count(TaskState.COMPLETED), count(TaskState.FAILED));
    }

    private int count(TaskState state) {
        return (int) tasks.stream().filter(task -> task.state() == state).count();
    }

    private BatchCommand.Finalized finish(Batch batch) throws InterruptedException {
        items.finish(List.of());
        return finalizer().finish(batch, tasks.iterator());
    }

    private StoredBatchFinalizer finalizer() {
        return new StoredBatchFinalizer(objects, new ItemPartReader(objects), 0, new LocalDisk(directory));
    }

    @Test
    void shouldTellWhatEditsBeganWith() throws IOException, InterruptedException {
        // Given
        SourcePicture upload = new SourcePicture("files/file-mug", "00", 1, 64, 32);
        SourcePicture ofKey = new SourcePicture("sources/mug.png", "00", 1, 64, 32);
        addEdit(upload, new Mask.OfFile(ofKey));
        addEdit(ofKey, new Mask.WhiteBackground(12));
        addEdit(ofKey, null);
        add("MUG", "a mug", TaskState.COMPLETED, rendered(1));
        // When
        finish(finalizing());
        // Then
        assertThat(content(BatchFile.MANIFEST).lines().map(row -> row.replaceAll(".*,([^,]*,[^,]*)$", "$1")))
                .containsExactly(
                        "source,source_mask",
                        "file-mug,sources/mug.png",
                        "sources/mug.png,white-background:12",
                        "sources/mug.png,",
                        ",");
    }

    private void addEdit(SourcePicture source, @Nullable Mask mask) {
        Edit edit = new Edit(source, mask, 1, MaskToLatents.ANY, EncodeMode.MODE, true, 0, null, Resize.COVER);
        int index = tasks.size();
        ImageRequest image = new ImageRequest(
                "a mug", null, new ImageSize(64, 32), Sampling.of(4, 1.5), 10L + index, edit, Encoding.PLAIN);
        add(index, "EDIT-" + index, null, image, TaskState.COMPLETED, rendered(1));
    }

    private void add(String id, String prompt, TaskState state, TaskView.Attempt... attempts) {
        int index = tasks.size();
        ImageRequest image = new ImageRequest(prompt, null, new ImageSize(64, 32), Sampling.of(4, 1.5), 10L + index);
        add(index, id, null, image, state, attempts);
    }

    private void add(
            int index,
            String id,
            @Nullable Integer variant,
            ImageRequest image,
            TaskState state,
            TaskView.Attempt... attempts) {
        items.write(
                new RenderItem(index, index + 2, id, variant, new ImageName("nä" + index), image),
                carried,
                ResponseFormat.URL);
        tasks.add(task(index, state, attempts));
    }

    private void addVariant(String id, int variant, TaskState state, TaskView.Attempt... attempts) {
        int index = tasks.size();
        ImageRequest image = new ImageRequest(
                        "a mug",
                        null,
                        new ImageSize(64, 32),
                        Sampling.of(4, 1.5).withCfgLimits(1.5, 0.25),
                        10L + index)
                .with(SchedulerKind.DDIM, SaidSizes.AS_DRAWN);
        add(index, id, variant, image, state, attempts);
    }

    private static String read(String json, String pointer) {
        return Json.read(json, JsonNode.class).at(pointer).asText();
    }

    private static TaskView task(int index, TaskState state, TaskView.Attempt... attempts) {
        @Nullable
        StoredImage image = state == TaskState.COMPLETED
                ? new StoredImage("k" + index + ".png", "k" + index + ".json", "abc", 99)
                : null;
        return new TaskView(new TaskId(BATCH, index), state, List.of(attempts), image, null);
    }

    private void uses(int index, Usage usage) {
        TaskView task = tasks.get(index);
        tasks.set(index, new TaskView(task.id(), task.state(), task.attempts(), task.image(), usage));
    }

    private static TaskView.Attempt rendered(int number) {
        return new TaskView.Attempt(number, new WorkerId("w1"), null, null, at(number));
    }

    private static RenderItem inTheWrongPlace() {
        return jar(99, 1);
    }

    private static RenderItem jar(int index, int line) {
        ImageRequest image = new ImageRequest("a jar", null, new ImageSize(64, 32), Sampling.of(4, 1.5), 1);
        return new RenderItem(index, line, "JAR", null, new ImageName("jar"), image);
    }

    private static TaskView.Attempt lost() {
        return new TaskView.Attempt(1, null, FailureCode.ITEM_LOST, "it is gone", at(1));
    }

    private static TaskView.Attempt failed(int number) {
        return new TaskView.Attempt(
                number, new WorkerId("w1"), FailureCode.RENDER_FAILED, "attempt " + number + " failed", at(number));
    }

    private static Instant at(int second) {
        return TestBatches.CREATED.plusSeconds(second);
    }

    private String content(BatchFile file) throws IOException {
        try (InputStream in = objects.get(ObjectKeys.batchFile(BATCH, file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
