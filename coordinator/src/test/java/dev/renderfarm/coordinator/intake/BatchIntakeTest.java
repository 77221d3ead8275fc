package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.command.BatchCommand;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchIntakeTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FileStore files = new FileStore(objects, Clock.systemUTC(), new Random(1));

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void shouldWriteItemsWithTheModelsDefaultsWhenRowsAreSilent() throws InterruptedException {
        // When
        BatchCommand answer = validate("sku,prompt,seed,size\nMUG-1,a mug,7,128x64\n../x,a plate,,\n");
        // Then
        assertThat(answer).isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 2));
        List<RenderItem> items = new ItemPartReader(objects).read(BATCH, 0);
        assertThat(Json.string(items.get(0)))
                .isEqualTo("{\"index\":0,\"line\":2,\"custom_id\":\"MUG-1\",\"image_name\":\"MUG-1\",\"image\":"
                        + "{\"prompt\":\"a mug\",\"size\":\"128x64\",\"num_inference_steps\":8,\"guidance_scale\":0.0,"
                        + "\"seed\":7}}");
        assertThat(items.get(1).customId()).isEqualTo("../x");
        assertThat(items.get(1).image().seed()).isEqualTo(new DerivedSeed(42).of("../x"));
    }

    @Test
    void shouldWriteAnItemForEachPictureWhenALineAsksForSeveral() throws InterruptedException {
        // When
        BatchCommand answer = validate("sku,prompt,n,seed\nMUG,a mug,3,4294967294\nMUG-2,a mug,2,\nCUP,a cup,1,\n");
        // Then
        assertThat(answer).isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 6));
        List<RenderItem> items = new ItemPartReader(objects).read(BATCH, 0);
        assertThat(items).extracting(RenderItem::index).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(items).extracting(RenderItem::line).containsExactly(2, 2, 2, 3, 3, 4);
        assertThat(items)
                .extracting(RenderItem::customId)
                .containsExactly("MUG", "MUG", "MUG", "MUG-2", "MUG-2", "CUP");
        assertThat(items).extracting(RenderItem::variant).containsExactly(1, 2, 3, 1, 2, null);
        assertThat(items)
                .extracting(item -> item.imageName().value())
                .satisfiesExactly(
                        name -> assertThat(name).isEqualTo("MUG"),
                        name -> assertThat(name).isEqualTo("MUG-2"),
                        name -> assertThat(name).isEqualTo("MUG-3"),
                        name -> assertThat(name).matches("MUG-2-[0-9a-f]{8}"),
                        name -> assertThat(name).matches("MUG-2-[0-9a-f]{8}-2"),
                        name -> assertThat(name).isEqualTo("CUP"));
        long derived = new DerivedSeed(42).of("MUG-2");
        assertThat(items)
                .extracting(item -> item.image().seed())
                .containsExactly(4294967294L, 4294967295L, 0L, derived, derived + 1, new DerivedSeed(42).of("CUP"));
    }

    @Test
    void shouldTakeEveryParameterOfTheImageFromTheRow() throws InterruptedException {
        // When
        validate("""
                {"custom_id":"A","method":"POST","url":"/v1/images/generations","body":{"prompt":"a mug","negative_prompt":\
                "blur","size":"128x64","seed":7,"num_inference_steps":50,"guidance_scale":4,"cfg_normalization":true,\
                "cfg_truncation":0.25}}
                {"sku":"B","prompt":"a mug","cfg_normalization":0,"cfg_truncation":1,"seed":7}
                """);
        // Then
        List<RenderItem> items = new ItemPartReader(objects).read(BATCH, 0);
        assertThat(items.get(0).image())
                .isEqualTo(new ImageRequest("a mug", "blur", new ImageSize(128, 64), 50, 4, 1.0, 0.25, 7));
        assertThat(items.get(1).image())
                .isEqualTo(new ImageRequest("a mug", null, new ImageSize(64, 64), 8, 0, null, null, 7));
    }

    @ParameterizedTest
    @CsvSource({"TRUE, 1.0", "false,", "1.5, 1.5", "'',"})
    void shouldReadNormalisationAsNumberOrFlagWhenItIsACell(String cell, @Nullable Double expected)
            throws InterruptedException {
        validate("sku,prompt,cfg_normalization\nA,mug," + cell + "\n");
        assertThat(new ItemPartReader(objects).read(BATCH, 0).get(0).image().cfgNormalization())
                .isEqualTo(expected);
    }

    @Test
    void shouldTakeTheModelsDefaultsOfSamplingWhenRowsAreSilent() throws InterruptedException {
        // Given
        ModelRegistry base =
                FakeModels.registry("base", new ModelManifest.Defaults(new ImageSize(64, 64), 50, 4, 1.0, 0.5, 50));
        String input = "sku,prompt,cfg_normalization,cfg_truncation\nA,mug,,\nB,mug,false,1\n";
        // When
        intake(base, 10).validate(submit(upload("a.csv", input), null));
        // Then
        List<RenderItem> items = new ItemPartReader(objects).read(BATCH, 0);
        assertThat(items.get(0).image().withSeed(0))
                .isEqualTo(new ImageRequest("mug", null, new ImageSize(64, 64), 50, 4, 1.0, 0.5, 0));
        assertThat(items.get(1).image().withSeed(0))
                .isEqualTo(new ImageRequest("mug", null, new ImageSize(64, 64), 50, 4, null, null, 0));
    }

    @Test
    void shouldSplitIntoTheSamePartsWheneverItRuns() throws InterruptedException {
        // Given
        String input = "sku,prompt\n"
                + IntStream.range(0, 2500).mapToObj(i -> "S" + i + ",mug " + i).collect(Collectors.joining("\n"));
        BatchCommand.Submit submission = submit(upload("a.csv", input), null);
        // When
        BatchCommand answer = intake(FakeModels.registry("tiny"), 10_000).validate(submission);
        Map<String, String> first = parts();
        intake(FakeModels.registry("tiny"), 10_000).validate(submission);
        // Then
        assertThat(answer).isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 2500));
        assertThat(first.keySet())
                .containsExactlyInAnyOrder(
                        ObjectKeys.itemPart(BATCH, 0), ObjectKeys.itemPart(BATCH, 1), ObjectKeys.itemPart(BATCH, 2));
        assertThat(parts()).isEqualTo(first);
        assertThat(new ItemPartReader(objects).read(BATCH, 2).get(499).index()).isEqualTo(2499);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sku,prompt\\nA,                      | 2 | prompt              | invalid_request | is missing: say what
            sku,prompt\\nA,'  '                  | 2 | prompt              | invalid_request | is empty: say what
            sku,prompt\\n,mug                    | 2 | custom_id           | invalid_request | is missing: every line
            sku,prompt\\nA,mug\\nB,cup\\nA,jar   | 4 | sku                 | invalid_request | stands in line 2 already
            sku,prompt,size\\nA,mug,65x64        | 2 | size                | invalid_request | 65x64 cannot be drawn by tiny: choose both sides multiples of 16 from 32 to 256, at most 65536 pixels
            sku,prompt,size\\nA,mug,64*64        | 2 | size                | invalid_request | must be WIDTHxHEIGHT, for example 64x64
            sku,prompt,size\\nA,mug,99999x99999  | 2 | size                | invalid_request | 99999x99999 cannot be drawn
            sku,prompt,n\\nA,mug,0               | 2 | n                   | invalid_request | must be a whole number from 1 to 10
            sku,prompt,n\\nA,mug,11              | 2 | n                   | invalid_request | must be a whole number from 1 to 10
            sku,prompt,n\\nA,mug,2\\nB,mug,\\nA,jar, | 4 | sku                 | invalid_request | stands in line 2 already
            sku,prompt,seed\\nA,mug,-1           | 2 | seed                | invalid_request | must be a whole number from 0 to 4294967295
            sku,prompt,seed\\nA,mug,4294967296   | 2 | seed                | invalid_request | must be a whole number from 0
            sku,prompt,seed\\nA,mug,1e3          | 2 | seed                | invalid_request | must be a whole number from 0
            sku,prompt,num_inference_steps\\nA,mug,0    | 2 | num_inference_steps | invalid_request | must be a whole number from 1 to 50
            sku,prompt,num_inference_steps\\nA,mug,51   | 2 | num_inference_steps | invalid_request | must be a whole number from 1 to 50
            sku,prompt,guidance_scale\\nA,mug,'"1,5"'   | 2 | guidance_scale      | invalid_request | must be a number from 0 to 100
            sku,prompt,guidance_scale\\nA,mug,NaN       | 2 | guidance_scale      | invalid_request | must be a number from 0 to 100
            sku,prompt,cfg_normalization\\nA,mug,-1    | 2 | cfg_normalization   | invalid_request | must be a number from 0 to 100
            sku,prompt,cfg_normalization\\nA,mug,yes   | 2 | cfg_normalization   | invalid_request | must be a number from 0 to 100
            sku,prompt,cfg_truncation\\nA,mug,1.5      | 2 | cfg_truncation      | invalid_request | must be a number from 0 to 1
            sku,prompt,output_format\\nA,mug,webp       | 2 | output_format       | invalid_request | must be "png"
            sku,prompt,response_format\\nA,mug,b64_json | 2 | response_format     | invalid_request | must be "url"
            sku,prompt,model\\nA,mug,huge               | 2 | model               | model_not_found | this farm does not have the model, it has tiny
            sku,prompt\\nA,a b c d e f g h i j k l m    | 2 | prompt              | prompt_too_long | has 13 tokens with the model's template, tiny reads 12
            sku,prompt\\nA,mug\\0                       | 2 | prompt              | invalid_request | holds control characters
            {"sku":"A","prompt":"x\\ud800"}             | 1 | prompt              | invalid_request | holds half a surrogate
            {"sku":7,"prompt":"mug"}                    | 1 | sku                 | invalid_request | must be a string
            {"sku":"A","prompt":"mug","seed":"7"}       | 1 | seed                | invalid_request | must be a number: remove the quotes
            {"sku":"A","prompt":"mug","seed":1e999999999} | 1 | seed              | invalid_request | must be a whole number
            {"sku":"A","prompt":"mug","seed":true}      | 1 | seed                | invalid_request | must be a number
            {"sku":"A","prompt":"mug","cfg_normalization":"true"} | 1 | cfg_normalization | invalid_request | must be a number: remove
            {"sku":"A","prompt":"mug","cfg_normalization":["true"]} | 1 | cfg_normalization | invalid_request | must be a number
            {"sku":"A","prompt":"mug","cfg_truncation":true} | 1 | cfg_truncation | invalid_request | must be a number
            {"sku":"A","prompt":["mug"]}                | 1 | prompt              | invalid_request | must be a string
            """)
    void shouldNameLineFieldAndMendWhenARowIsWrong(String input, int line, String field, String code, String message)
            throws InterruptedException {
        // Given
        String text = input.replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("'  '", "\"  \"")
                .replace("'", "");
        // When
        List<LineError> errors = rejected(validate(text));
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.code().wireName()).isEqualTo(code);
            assertThat(error.message()).startsWith(message);
        });
        assertThat(parts()).isEmpty();
    }

    @Test
    void shouldRejectTheBatchWhenTheFileHasNoRequests() throws InterruptedException {
        assertThat(rejected(validate("")))
                .singleElement()
                .extracting(LineError::message)
                .asString()
                .contains("empty");
        assertThat(rejected(validate("sku,prompt\n\n,\n")))
                .singleElement()
                .extracting(LineError::message)
                .isEqualTo("the file has no requests: write one line per picture");
    }

    @Test
    void shouldRejectTheBatchWhenItHasMoreRequestsThanAllowed() throws InterruptedException {
        BatchCommand.Submit submission = submit(upload("a.csv", "sku,prompt\nA,mug\nB,mug\nC,mug\nD,mug\n"), null);
        List<LineError> errors = rejected(intake(FakeModels.registry("tiny"), 2).validate(submission));
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(4);
            assertThat(error.message()).contains("more than 2 requests: split it");
        });
    }

    @Test
    void shouldRejectTheBatchWhenItAsksForMorePicturesThanAllowed() throws InterruptedException {
        BatchCommand.Submit submission = submit(upload("a.csv", "sku,prompt,n\nA,mug,3\nB,mug,2\nC,mug,1\n"), null);
        assertThat(rejected(intake(FakeModels.registry("tiny"), new IntakeLimits(3, 4, 5))
                        .validate(submission)))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.line()).isEqualTo(3);
                    assertThat(error.message())
                            .isEqualTo("the file asks for more than 4 pictures: split it into several batches");
                });
        assertThat(intake(FakeModels.registry("tiny"), new IntakeLimits(3, 6, 5))
                        .validate(submission))
                .isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 6));
    }

    @Test
    void shouldCountTheLinesBeyondTheLimitWhenThereAreManyErrors() throws InterruptedException {
        String input = "sku,prompt,n,seed\n" + "A,mug,50,-1\n".repeat(10);
        List<LineError> errors = rejected(validate(input));
        assertThat(errors).hasSize(6);
        assertThat(errors.get(5).line()).isNull();
        assertThat(errors.get(5).message()).startsWith("8 more lines have errors: mend these");
    }

    @Test
    void shouldKeepTheErrorsSmallWhenFieldNamesAreLong() throws InterruptedException {
        String line = "{\"sku\":\"A\",\"prompt\":\"mug\",\"" + "\\u0001".repeat(1_500) + "\":1}\n";
        BatchCommand answer = new BatchIntake(
                        files,
                        objects,
                        FakeModels.registry("tiny"),
                        new InputFile(new InputLimits(10_000)),
                        new IntakeLimits(10_000, 10_000, 1_000))
                .validate(submit(upload("a.jsonl", line.repeat(1_000)), null));
        List<LineError> errors = rejected(answer);
        assertThat(errors.get(0).message()).contains("unknown field").hasSizeLessThanOrEqualTo(500);
        assertThat(errors.get(errors.size() - 1).message()).contains("more lines have errors");
        assertThat(Json.bytes(answer)).hasSizeBetween(ErrorList.MOST_BYTES / 2, ErrorList.MOST_BYTES + 10_000);
    }

    @Test
    void shouldTakeOneModelForAllRows() throws InterruptedException {
        ModelRegistry two = FakeModels.registry("one", "two");
        String mixed = "sku,prompt,model\nA,mug,two\nB,mug,\nC,mug,one\n";
        assertThat(rejected(intake(two, 100).validate(submit(upload("a.csv", mixed), null))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).startsWith("a batch has one model, this one has two"));
        assertThat(intake(two, 100).validate(submit(upload("a.csv", "sku,prompt\nA,mug\n"), new ModelName("one"))))
                .isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("one"), 1));
        assertThat(rejected(intake(two, 100).validate(submit(upload("a.csv", "sku,prompt\nA,mug\n"), null))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).isEqualTo("name a model, this farm has one, two"));
        assertThat(rejected(intake(two, 100)
                        .validate(submit(upload("a.csv", "sku,prompt\nA,mug\n"), new ModelName("three")))))
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo(FailureCode.MODEL_NOT_FOUND));
    }

    @Test
    void shouldRejectTheBatchWhenItsFileIsMissing() throws InterruptedException {
        assertThat(rejected(intake(FakeModels.registry("tiny"), 10).validate(submit(new FileId("file-x"), null))))
                .containsExactly(new LineError(
                        FailureCode.NOT_FOUND,
                        null,
                        "input_file_id",
                        "there is no file file-x: upload it with POST /v1/files"));
    }

    @Test
    void shouldAskToBeCalledAgainWhenStorageIsAway() {
        BatchCommand.Submit submission = submit(upload("a.csv", "sku,prompt\nA,mug\n"), null);
        objects.setAvailable(false);
        assertThatThrownBy(() -> intake(FakeModels.registry("tiny"), 10).validate(submission))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void shouldStopWhenItIsInterrupted() {
        BatchCommand.Submit submission = submit(upload("a.csv", "sku,prompt\nA,mug\n"), null);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> intake(FakeModels.registry("tiny"), 10).validate(submission))
                .isInstanceOf(InterruptedException.class);
    }

    private BatchCommand validate(String input) throws InterruptedException {
        return intake(FakeModels.registry("tiny"), 10_000).validate(submit(upload("upload", input), null));
    }

    private BatchIntake intake(ModelRegistry models, int maxLines) {
        return intake(models, new IntakeLimits(maxLines, 10_000, 5));
    }

    private BatchIntake intake(ModelRegistry models, IntakeLimits limits) {
        InputFile input = new InputFile(new InputLimits(10_000));
        return new BatchIntake(files, objects, models, input, limits);
    }

    private FileId upload(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return files.save(name, "batch", new ByteArrayInputStream(bytes), bytes.length)
                .id();
    }

    private static BatchCommand.Submit submit(FileId file, @Nullable ModelName model) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new BatchCommand.Submit(
                BATCH, file, "/v1/images/generations", "24h", model, 42, 3, Map.of(), now, now.plusSeconds(86_400));
    }

    private static List<LineError> rejected(BatchCommand answer) {
        assertThat(answer).isInstanceOf(BatchCommand.Rejected.class);
        return ((BatchCommand.Rejected) answer).errors().data();
    }

    private Map<String, String> parts() {
        return objects.keys().stream()
                .filter(key -> key.contains("/items/"))
                .collect(Collectors.toMap(key -> key, this::content));
    }

    private String content(String key) {
        try (var in = objects.get(key)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
