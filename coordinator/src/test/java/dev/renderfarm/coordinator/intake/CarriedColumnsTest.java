package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static dev.renderfarm.coordinator.intake.IntakeDesk.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.items.ItemPartReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the columns of an input that are none of the farm's. */
class CarriedColumnsTest {

    private final IntakeDesk desk = new IntakeDesk();
    private final ItemPartReader items = new ItemPartReader(desk.objects());

    @Test
    void shouldKeepThemWithTheItemsAndWarnOnceOfAll() throws InterruptedException {
        // When
        BatchCommand answer = desk.validate("SKU,Prompt,Category,Price,n\nMUG-1,a mug,Mugs,9.95,2\nMUG-2,a mug,,,\n");
        // Then
        assertThat(answer).isInstanceOf(BatchCommand.Validated.class);
        assertThat(warnings(answer))
                .extracting(LineWarning::line, LineWarning::field, LineWarning::message)
                .containsExactly(tuple(
                        null, null, "columns \"Category\", \"Price\" are not read: they are carried into the results"));
        assertThat(items.columns(IntakeDesk.BATCH)).containsExactly("Category", "Price");
        assertThat(carried(3))
                .containsExactly(
                        Map.of("Category", "Mugs", "Price", "9.95"),
                        Map.of("Category", "Mugs", "Price", "9.95"),
                        Map.of());
    }

    @Test
    void shouldNameTheColumnWhenThereIsOne() throws InterruptedException {
        assertThat(warnings(desk.validate("sku,prompt,Category\nA,mug,Mugs\n")))
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(tuple("Category", "is not read: it is carried into the results"));
    }

    @Test
    void shouldRefuseThemWhenTheBatchIsStrict() throws InterruptedException {
        // Given
        InputRules strict = new InputRules(true, OnInvalid.REJECT_BATCH, null);
        // Then
        assertThat(rejected(desk.validate("sku,prompt,Category,sedd\nA,mug,Mugs,1\n", strict)))
                .extracting(LineError::field)
                .containsExactly("Category", "sedd");
        assertThat(rejected(desk.validate("{\"sku\":\"A\",\"prompt\":\"mug\",\"colour\":\"red\"}", strict)))
                .extracting(LineError::field)
                .containsExactly("colour");
    }

    @Test
    void shouldLeaveOutWhatGoesBeyondTheirBytes() throws InterruptedException {
        // Given
        String tooMuch = "ü".repeat(CarriedColumns.MOST_BYTES / 2);
        // When
        BatchCommand answer = desk.validate("sku,prompt,Title,Body,Tags\nA,mug,Mug," + tooMuch + ",red\n");
        // Then
        assertThat(carried(1)).containsExactly(Map.of("Title", "Mug", "Tags", "red"));
        assertThat(warnings(answer).get(0)).satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("Body");
            assertThat(warning.message())
                    .isEqualTo("is left out of the results where the columns of a line have more than 16384 bytes");
        });
    }

    @Test
    void shouldLeaveOutWhatGoesBeyondTheirNumberAndTheLengthOfAName() throws InterruptedException {
        // Given
        String names =
                IntStream.range(0, CarriedColumns.MOST).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        // When
        BatchCommand answer = desk.validate("sku,prompt," + "x".repeat(201) + "," + names + ",last\nA,mug"
                + ",1".repeat(CarriedColumns.MOST + 2) + "\n");
        // Then
        assertThat(items.columns(IntakeDesk.BATCH)).hasSize(CarriedColumns.MOST).doesNotContain("last");
        assertThat(carried(1).get(0)).hasSize(CarriedColumns.MOST);
        assertThat(warnings(answer))
                .extracting(LineWarning::message)
                .containsExactly(
                        "is not carried into the results: its name has more than 200 characters",
                        "is not carried into the results: 256 columns before it are",
                        "columns \"c0\", \"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\" and 246 more"
                                + " are not read: they are carried into the results");
    }

    @Test
    void shouldStandInTheItemPart() throws InterruptedException {
        desk.validate("sku,prompt,Category\nA,mug,Mugs\n");
        assertThat(desk.parts().get("batches/batch_1/items/part-00000.jsonl"))
                .contains("\"columns\":{\"Category\":\"Mugs\"}");
    }

    private List<Map<String, String>> carried(int total) {
        List<Map<String, String>> columns = new ArrayList<>();
        items.sequence(IntakeDesk.BATCH, total).forEachRemaining(item -> columns.add(item.columns()));
        return columns;
    }
}
