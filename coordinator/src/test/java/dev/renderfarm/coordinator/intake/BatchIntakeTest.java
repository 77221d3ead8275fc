package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.BATCH;
import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchIntakeTest {

    private final IntakeDesk desk = new IntakeDesk();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void shouldWriteItemsWithTheModelsDefaultsWhenRowsAreSilent() throws InterruptedException {
        // When
        BatchCommand answer = desk.validate("sku,prompt,seed,size\nMUG-1,a mug,7,128x64\n../x,a plate,,\n");
        // Then
        assertThat(answer)
                .isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 2, InputReport.NONE, null, null));
        List<RenderItem> items = desk.items(0);
        assertThat(Json.string(items.get(0)))
                .isEqualTo("{\"index\":0,\"line\":2,\"custom_id\":\"MUG-1\",\"image_name\":\"MUG-1\",\"image\":"
                        + "{\"prompt\":\"a mug\",\"size\":\"128x64\",\"num_inference_steps\":8,\"guidance_scale\":0.0,"
                        + "\"seed\":7}}");
        assertThat(items.get(1).customId()).isEqualTo("../x");
        assertThat(items.get(1).image().seed()).isEqualTo(new DerivedSeed(42).of("../x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sku,prompt,n,Response_Format\nA,mug,2,b64_json\nB,mug,,url\nC,mug,,\n",
                "{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":"
                        + "{\"prompt\":\"mug\",\"n\":2,\"response_format\":\"b64_json\"}}\n"
                        + "{\"sku\":\"B\",\"prompt\":\"mug\",\"response_format\":\"url\"}\n"
                        + "{\"sku\":\"C\",\"prompt\":\"mug\",\"response_format\":null}\n"
            })
    void shouldKeepForEachPictureHowItsLineWantsItHandedOut(String input) throws InterruptedException {
        // When
        desk.validate(input);
        // Then
        List<ResponseFormat> formats = new ArrayList<>();
        new ItemPartReader(desk.objects())
                .sequence(BATCH, 4)
                .forEachRemaining(item -> formats.add(item.responseFormat()));
        assertThat(formats)
                .containsExactly(
                        ResponseFormat.B64_JSON, ResponseFormat.B64_JSON, ResponseFormat.URL, ResponseFormat.URL);
        assertThat(desk.parts().values().toString().split("response_format", -1))
                .as("only where it is not the usual one")
                .hasSize(3);
    }

    @Test
    void shouldWriteAnItemForEachPictureWhenALineAsksForSeveral() throws InterruptedException {
        // When
        BatchCommand answer =
                desk.validate("sku,prompt,n,seed\nMUG,a mug,3,4294967294\nMUG-2,a mug,2,\nCUP,a cup,1,\n");
        // Then
        assertThat(answer)
                .isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 6, InputReport.NONE, null, null));
        List<RenderItem> items = desk.items(0);
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
        desk.validate("""
                {"custom_id":"A","method":"POST","url":"/v1/images/generations","body":{"prompt":"a mug","negative_prompt":\
                "blur","size":"128x64","seed":7,"num_inference_steps":50,"guidance_scale":4,"cfg_normalization":true,\
                "cfg_truncation":0.25}}
                {"sku":"B","prompt":"a mug","cfg_normalization":0,"cfg_truncation":1,"seed":7}
                """);
        // Then
        List<RenderItem> items = desk.items(0);
        assertThat(items.get(0).image())
                .isEqualTo(new ImageRequest(
                        "a mug",
                        "blur",
                        new ImageSize(128, 64),
                        Sampling.of(50, 4).withCfgLimits(1.0, 0.25),
                        7));
        assertThat(items.get(1).image())
                .isEqualTo(new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 7));
    }

    @Test
    void shouldTakeTheEncodingFromTheRow() throws InterruptedException {
        // When
        desk.validate("sku,prompt,output_format,output_compression\n"
                + "A,mug,jpeg,85\nB,mug,webp,\nC,mug,jpeg,100\nD,mug,png,100\nE,mug,,\n");
        // Then
        assertThat(desk.items(0))
                .extracting(item -> item.image().encoding())
                .containsExactly(
                        new Encoding(ImageFormat.JPEG, 85),
                        new Encoding(ImageFormat.WEBP, null),
                        new Encoding(ImageFormat.JPEG, null),
                        Encoding.PLAIN,
                        Encoding.PLAIN);
        assertThat(desk.items(0))
                .extracting(item -> item.imageFile().toString())
                .containsExactly("A.jpg", "B.webp", "C.jpg", "D.png", "E.png");
    }

    @ParameterizedTest
    @CsvSource({"TRUE, 1.0", "false,", "1.5, 1.5", "'',"})
    void shouldReadNormalisationAsNumberOrFlagWhenItIsACell(String cell, @Nullable Double expected)
            throws InterruptedException {
        desk.validate("sku,prompt,cfg_normalization\nA,mug," + cell + "\n");
        assertThat(desk.items(0).get(0).image().sampling().cfgNormalization()).isEqualTo(expected);
    }

    @Test
    void shouldTakeTheModelsDefaultsOfSamplingWhenRowsAreSilent() throws InterruptedException {
        // Given
        ModelRegistry base = FakeModels.registry(
                "base",
                new ModelManifest.Defaults(
                        new ImageSize(64, 64), Sampling.of(50, 4).withCfgLimits(1.0, 0.5), 50));
        String input = "sku,prompt,cfg_normalization,cfg_truncation\nA,mug,,\nB,mug,false,1\n";
        // When
        desk.intake(base, 10).validate(desk.submit(desk.upload("a.csv", input), null));
        // Then
        List<RenderItem> items = desk.items(0);
        assertThat(items.get(0).image().withSeed(0))
                .isEqualTo(new ImageRequest(
                        "mug", null, new ImageSize(64, 64), Sampling.of(50, 4).withCfgLimits(1.0, 0.5), 0));
        assertThat(items.get(1).image().withSeed(0))
                .isEqualTo(new ImageRequest("mug", null, new ImageSize(64, 64), Sampling.of(50, 4), 0));
    }

    @Test
    void shouldSplitIntoTheSamePartsWheneverItRuns() throws InterruptedException {
        // Given
        String input = "sku,prompt\n"
                + IntStream.range(0, 2500).mapToObj(i -> "S" + i + ",mug " + i).collect(Collectors.joining("\n"));
        BatchCommand.Submit submission = desk.submit(desk.upload("a.csv", input), null);
        // When
        BatchCommand answer = desk.intake(FakeModels.registry("tiny"), 10_000).validate(submission);
        Map<String, String> first = desk.parts();
        desk.intake(FakeModels.registry("tiny"), 10_000).validate(submission);
        // Then
        assertThat(answer)
                .isEqualTo(
                        new BatchCommand.Validated(BATCH, new ModelName("tiny"), 2500, InputReport.NONE, null, null));
        assertThat(first.keySet())
                .containsExactlyInAnyOrder(
                        ObjectKeys.itemPart(BATCH, 0), ObjectKeys.itemPart(BATCH, 1), ObjectKeys.itemPart(BATCH, 2));
        assertThat(desk.parts()).isEqualTo(first);
        assertThat(desk.items(2).get(499).index()).isEqualTo(2499);
    }

    @Test
    void shouldTakeOneModelForAllRows() throws InterruptedException {
        ModelRegistry two = FakeModels.registry("one", "two");
        String mixed = "sku,prompt,model\nA,mug,two\nB,mug,\nC,mug,one\n";
        assertThat(rejected(desk.intake(two, 100).validate(desk.submit(desk.upload("a.csv", mixed), null))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).startsWith("a batch has one model, this one has two"));
        assertThat(desk.intake(two, 100)
                        .validate(desk.submit(desk.upload("a.csv", "sku,prompt\nA,mug\n"), new ModelName("one"))))
                .isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("one"), 1, InputReport.NONE, null, null));
        assertThat(rejected(
                        desk.intake(two, 100).validate(desk.submit(desk.upload("a.csv", "sku,prompt\nA,mug\n"), null))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).isEqualTo("name a model, this farm has one, two"));
        assertThat(rejected(desk.intake(two, 100)
                        .validate(desk.submit(desk.upload("a.csv", "sku,prompt\nA,mug\n"), new ModelName("three")))))
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo(FailureCode.MODEL_NOT_FOUND));
    }

    @Test
    void shouldAskToBeCalledAgainWhenStorageIsAway() {
        BatchCommand.Submit submission = desk.submit(desk.upload("a.csv", "sku,prompt\nA,mug\n"), null);
        desk.objects().setAvailable(false);
        assertThatThrownBy(() -> desk.intake(FakeModels.registry("tiny"), 10).validate(submission))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void shouldStopWhenItIsInterrupted() {
        BatchCommand.Submit submission = desk.submit(desk.upload("a.csv", "sku,prompt\nA,mug\n"), null);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> desk.intake(FakeModels.registry("tiny"), 10).validate(submission))
                .isInstanceOf(InterruptedException.class);
    }
}
