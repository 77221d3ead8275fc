package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.BATCH;
import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.models.FakeModels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What submitters are told about files that cannot be taken. */
class BatchIntakeErrorsTest {

    private final IntakeDesk desk = new IntakeDesk();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sku,prompt\\nA,                      | 2 | prompt              | invalid_request | is missing: say what
            sku,prompt\\nA,'  '                  | 2 | prompt              | invalid_request | is missing: say what
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
            sku,prompt,output_format\\nA,mug,bmp        | 2 | output_format       | invalid_request | must be "png" or "jpeg" or "webp"
            {"sku":"A","prompt":"mug","output_format":"bmp","output_compression":85} | 1 | output_format | invalid_request | must be "png" or "jpeg" or "webp"
            sku,prompt,output_compression\\nA,mug,85    | 2 | output_compression  | invalid_request | is for jpeg and webp, a png loses nothing
            {"sku":"A","prompt":"mug","output_format":"jpeg","output_compression":101} | 1 | output_compression | invalid_request | must be a whole number from 0 to 100
            {"sku":"A","prompt":"mug","output_format":"jpeg","output_compression":1.5} | 1 | output_compression | invalid_request | must be a whole number from 0 to 100
            sku,prompt,response_format\\nA,mug,base64   | 2 | response_format     | invalid_request | must be "url" or "b64_json"
            sku,prompt,model\\nA,mug,huge               | 2 | model               | model_not_found | this farm does not have "huge", it has tiny: name one
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
        List<LineError> errors = rejected(desk.validate(text));
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.code().wireName()).isEqualTo(code);
            assertThat(error.message()).startsWith(message);
        });
        assertThat(desk.parts()).isEmpty();
    }

    @Test
    void shouldTellAllOfALineAtOnceWhenPartOfItCannotBeRead() throws InterruptedException {
        String line =
                "{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":{\"prompt\":\"mug\","
                        + "\"model\":\"gpt-image-1\",\"background\":\"transparent\",\"n\":0}}";
        assertThat(rejected(desk.validate(line)))
                .extracting(LineError::field)
                .containsExactly("body.background", "body.model", "body.n");
    }

    @Test
    void shouldRejectTheBatchWhenTheFileHasNoRequests() throws InterruptedException {
        assertThat(rejected(desk.validate("")))
                .singleElement()
                .extracting(LineError::message)
                .asString()
                .contains("empty");
        assertThat(rejected(desk.validate("sku,prompt\n\n,\n")))
                .singleElement()
                .extracting(LineError::message)
                .isEqualTo("the file has no requests: write one line per picture");
    }

    @Test
    void shouldRejectTheBatchWhenItHasMoreRequestsThanAllowed() throws InterruptedException {
        BatchCommand.Submit submission =
                desk.submit(desk.upload("a.csv", "sku,prompt\nA,mug\nB,mug\nC,mug\nD,mug\n"), null);
        List<LineError> errors =
                rejected(desk.intake(FakeModels.registry("tiny"), 2).validate(submission));
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(4);
            assertThat(error.message()).contains("more than 2 requests: split it");
        });
    }

    @Test
    void shouldRejectTheBatchWhenItAsksForMorePicturesThanAllowed() throws InterruptedException {
        BatchCommand.Submit submission =
                desk.submit(desk.upload("a.csv", "sku,prompt,n\nA,mug,3\nB,mug,2\nC,mug,1\n"), null);
        assertThat(rejected(desk.intake(FakeModels.registry("tiny"), new IntakeLimits(3, 4, 5))
                        .validate(submission)))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.line()).isEqualTo(3);
                    assertThat(error.message())
                            .isEqualTo("the file asks for more than 4 pictures: split it into several batches");
                });
        assertThat(desk.intake(FakeModels.registry("tiny"), new IntakeLimits(3, 6, 5))
                        .validate(submission))
                .isEqualTo(new BatchCommand.Validated(BATCH, new ModelName("tiny"), 6, InputReport.NONE, null, null));
    }

    @Test
    void shouldCountTheLinesBeyondTheLimitWhenThereAreManyErrors() throws InterruptedException {
        String input = "sku,prompt,n,seed\n" + "A,mug,50,-1\n".repeat(10);
        List<LineError> errors = rejected(desk.validate(input));
        assertThat(errors).hasSize(6);
        assertThat(errors.get(5).line()).isNull();
        assertThat(errors.get(5).message()).startsWith("8 more lines have errors: mend these");
    }

    @Test
    void shouldKeepTheErrorsSmallWhenFieldNamesAreLong() throws InterruptedException {
        String line = "{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":"
                + "{\"prompt\":\"mug\",\"" + "\\u0001".repeat(1_500) + "\":1}}\n";
        BatchCommand answer = desk.intake(FakeModels.registry("tiny"), new IntakeLimits(10_000, 10_000, 1_000))
                .validate(desk.submit(desk.upload("a.jsonl", line.repeat(1_000)), null));
        List<LineError> errors = rejected(answer);
        assertThat(errors.get(0).message()).contains("unknown field").hasSizeLessThanOrEqualTo(500);
        assertThat(errors.get(errors.size() - 1).message()).contains("more lines have errors");
        assertThat(Json.bytes(answer)).hasSizeBetween(ErrorList.MOST_BYTES / 2, ErrorList.MOST_BYTES + 10_000);
    }

    @Test
    void shouldRejectTheBatchWhenItsFileIsMissing() throws InterruptedException {
        assertThat(rejected(
                        desk.intake(FakeModels.registry("tiny"), 10).validate(desk.submit(new FileId("file-x"), null))))
                .containsExactly(new LineError(
                        FailureCode.NOT_FOUND,
                        null,
                        "input_file_id",
                        "there is no file file-x: upload it with POST /v1/files"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRejectTheBatchWhenItsFileIsDeletedBeforeItIsRead(boolean betweenDescriptionAndContent)
            throws InterruptedException {
        // Given
        FileId file = desk.upload("a.csv", "sku,prompt\nA,mug\n");
        Runnable deletion = () -> {
            desk.objects().failWith(key -> Optional.empty());
            desk.objects().delete(ObjectKeys.uploadDescription(file));
            desk.objects().delete(ObjectKeys.upload(file));
        };
        if (betweenDescriptionAndContent) {
            desk.objects().failWith(key -> {
                if (key.equals(ObjectKeys.upload(file))) {
                    deletion.run();
                }
                return Optional.empty();
            });
        } else {
            deletion.run();
        }
        // When, then
        assertThat(rejected(desk.intake(FakeModels.registry("tiny"), 10).validate(desk.submit(file, null))))
                .containsExactly(new LineError(
                        FailureCode.NOT_FOUND,
                        null,
                        "input_file_id",
                        "there is no file " + file + ": upload it with POST /v1/files"));
        assertThat(desk.parts()).isEmpty();
    }
}
