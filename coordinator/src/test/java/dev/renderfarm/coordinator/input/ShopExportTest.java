package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.task.RequestField;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a shop's export is none of the farm's: carried, asked about, or taken for what it means. */
class ShopExportTest {

    private final InputDesk desk = new InputDesk();

    @Test
    void shouldSuggestTheNearestNameWhenAColumnIsUnknownAndNoneMayBe() throws IOException {
        desk.read(
                "a.csv",
                InputDesk.bytes("sku,prompt,negativ_prompt,colour_of_the_sky\nA,mug,,\n"),
                new InputRules(true, OnInvalid.REJECT_BATCH, null),
                Integer.MAX_VALUE);
        assertThat(desk.problems)
                .extracting(LineError::line, LineError::field, LineError::message)
                .containsExactly(
                        tuple(
                                1,
                                "negativ_prompt",
                                "unknown column \"negativ_prompt\": did you mean \"negative_prompt\"?"),
                        tuple(
                                1,
                                "colour_of_the_sky",
                                "unknown column \"colour_of_the_sky\": known are custom_id, sku, prompt, "
                                        + "negative_prompt,"
                                        + " model, n, size, seed, num_inference_steps, guidance_scale, "
                                        + "cfg_normalization,"
                                        + " cfg_truncation, guidance_rescale, scheduler, original_size, crop, target_size,"
                                        + " output_format, output_compression,"
                                        + " profile, response_format"));
    }

    @Test
    void shouldCarryTheColumnsThatAreNoneOfTheFarmsVerbatim() throws IOException {
        // When
        desk.read("a.csv", "SKU,Prompt, Category ,Price,Price,Tags\nMUG-1,a mug,\"Mugs, large\", 9.95,,\n");
        // Then
        assertThat(desk.problems).isEmpty();
        assertThat(desk.warnings).isEmpty();
        assertThat(desk.rows.get(0).columns())
                .containsExactly(
                        entry("Category", "Mugs, large"),
                        entry("Price", " 9.95"),
                        entry("Price (2)", ""),
                        entry("Tags", ""));
    }

    @Test
    void shouldReadNamesOfFieldsWhateverTheirCaseAndGaps() throws IOException {
        desk.read("a.csv", "SKU,Prompt,Negative Prompt,guidance-scale\nA,mug,blur,4\n");
        assertThat(desk.rows.get(0).values().keySet())
                .containsExactlyInAnyOrder(
                        RequestField.CUSTOM_ID,
                        RequestField.PROMPT,
                        RequestField.NEGATIVE_PROMPT,
                        RequestField.GUIDANCE_SCALE);
        assertThat(desk.rows.get(0).columns()).isEmpty();
    }

    @Test
    void shouldAskWhatWasMeantWhenACarriedColumnIsASlipOfThePen() throws IOException {
        // When
        desk.read("a.csv", "sku,prompt,sedd,guidence_scale,prompts,code,Style\nA,mug,1,2,x,y,z\n");
        // Then
        assertThat(desk.problems).isEmpty();
        assertThat(desk.warnings)
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(
                        tuple("sedd", "is not read: did you mean \"seed\"?"),
                        tuple("guidence_scale", "is not read: did you mean \"guidance_scale\"?"));
    }

    @Test
    void shouldAskWhatWasMeantWhenANeededColumnIsMissing() throws IOException {
        desk.read("a.csv", "skuu,Promt\nA,mug\n");
        assertThat(desk.rows).isEmpty();
        assertThat(desk.problems)
                .extracting(LineError::message)
                .containsExactly(
                        "column \"sku\" is missing: did you mean it by \"skuu\"?",
                        "column \"prompt\" is missing: did you mean it by \"Promt\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "'Handle,Variant SKU,Variant Price,prompt\nclassic-mug,MUG-RED,12.00,mug\n', MUG-RED, Variant SKU",
        "'id\ttitle\tprompt\nMUG-1\tRed mug\ta mug\n', MUG-1, id",
    })
    void shouldTakeTheIdOfAShopsExportWhenNoColumnIsCalledAsTheFarmCallsIt(String file, String sku, String column)
            throws IOException {
        // When
        desk.read("a.csv", file.replace("\\n", "\n").replace("\\t", "\t"));
        // Then
        assertThat(desk.text(0, RequestField.CUSTOM_ID)).isEqualTo(sku);
        assertThat(desk.warnings)
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(tuple(column, "is read as the sku, since no column is called so"));
    }

    @Test
    void shouldCarryTheIdOfAShopsExportWhenThereIsASku() throws IOException {
        desk.read("a.csv", "ID,SKU,prompt\n12,woo-mug,mug\n");
        assertThat(desk.text(0, RequestField.CUSTOM_ID)).isEqualTo("woo-mug");
        assertThat(desk.rows.get(0).columns()).containsExactly(entry("ID", "12"));
        assertThat(desk.warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,title,link,image_link,prompt,size,model",
                "Handle,Title,Variant SKU,sku,prompt,Size,Model",
                "Type,sku,Name,Regular price,prompt,size,model",
                "item-name,sku,price,colour,prompt,size,model",
            })
    void shouldTakeSizeAndModelOfAShopsExportForTheProducts(String header) throws IOException {
        // When
        String cells = ",a".repeat(header.split(",").length - 5);
        desk.read("a.csv", header + "\nMUG-1" + cells + ",b,a mug,XL,Classic 5\n");
        // Then
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows.get(0).values()).doesNotContainKeys(RequestField.SIZE, RequestField.MODEL);
        assertThat(desk.rows.get(0).columns()).containsValues("XL", "Classic 5");
        assertThat(desk.warnings)
                .filteredOn(warning -> warning.message().startsWith("is taken for the product's"))
                .extracting(warning -> String.valueOf(warning.field()).toLowerCase(Locale.ROOT))
                .containsExactly("size", "model");
    }

    @Test
    void shouldTakeNoColumnOfAShopAmissWhereNoneIsUnknown() throws IOException {
        desk.read(
                "a.tsv",
                InputDesk.bytes("item_name\tsku\tprompt\tsize\nMug\tA\ta mug\tM\n"),
                new InputRules(true, OnInvalid.REJECT_BATCH, null),
                Integer.MAX_VALUE);
        assertThat(desk.problems).extracting(LineError::field).containsExactly("item_name");
    }

    @Test
    void shouldReadAManifestThatIsHandedInAgain() throws IOException {
        // When
        desk.read(
                "manifest.csv",
                "sku,variant,status,image,url,sha256,bytes,width,height,seed,num_inference_steps,guidance_scale,model,"
                        + "attempts,error_code,error_message,prompt,device_seconds,energy_joules,render_cost,render_currency,review,review_note,source,source_mask,Category\n"
                        + "MUG-1,1,failed,,,,,128,64,7,8,0,tiny,3,render_failed,no,a mug,1.5,250,0.001,EUR,approved,fine,file-abc,white-background:12,Mugs\n");
        // Then
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows.get(0).columns()).containsExactly(entry("Category", "Mugs"));
        assertThat(desk.text(0, RequestField.SIZE)).isEqualTo("128x64");
        assertThat(desk.text(0, RequestField.SEED)).isEqualTo("7");
        assertThat(desk.warnings)
                .extracting(LineWarning::message)
                .singleElement()
                .asString()
                .startsWith("the file is a batch's manifest");
    }

    @Test
    void shouldCarryTheFieldsOfAPlainLineThatAreNoneOfTheFarms() throws IOException {
        // When
        desk.read("a.jsonl", """
                {"sku":"A","prompt":"mug","colour":"red","tags":["a",1],"stock":7,"none":null,"sedd":1}
                {"sku":"B","promt":"mug"}
                """);
        // Then
        assertThat(desk.rows.get(0).columns())
                .containsExactly(
                        entry("colour", "red"), entry("tags", "[\"a\",1]"), entry("stock", "7"), entry("sedd", "1"));
        assertThat(desk.warnings)
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(tuple("sedd", "is not read: did you mean \"seed\"?"));
        assertThat(desk.problems)
                .extracting(LineError::line, LineError::message)
                .containsExactly(tuple(2, "unknown field \"promt\": did you mean \"prompt\"?"));
    }

    @Test
    void shouldTakeALineWithAPromptForPlainWhateverElseItHas() throws IOException {
        desk.read(
                "a.jsonl",
                "{\"sku\":\"A\",\"prompt\":\"mug\",\"url\":\"https://shop\",\"body\":\"x\",\"response\":1,\"error\":2}\n");
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows.get(0).columns().keySet()).containsExactly("url", "body", "response", "error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"batch_req_5f0c9a_0000000\",\"custom_id\":",
                "{ \"id\": \"batch_req_5f0c9a_0000000\", \"custom_id\": "
            })
    void shouldNameTheCommandWhenTheLinesThatABatchHasLeftHoldPictures(String start) throws IOException {
        desk.read(
                "output.jsonl",
                start + "\"A\",\"response\":{\"body\":{\"data\":[{\"b64_json\":\"" + "A".repeat(9_000) + "\"}]}}}\n");
        assertThat(desk.problems).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("farm retry batch_5f0c9a renders"));
    }

    @Test
    void shouldNameTheCommandWhenTheFileIsWhatABatchHasLeft() throws IOException {
        // When
        String left = "{\"id\":\"batch_req_5f0c9a_0000001\",\"custom_id\":\"A\",\"response\":null,\"error\":{}}\n";
        desk.read("errors.jsonl", left + left);
        // Then
        assertThat(desk.problems)
                .extracting(LineError::message)
                .singleElement()
                .asString()
                .contains("not an input: farm retry batch_5f0c9a renders");
    }
}
