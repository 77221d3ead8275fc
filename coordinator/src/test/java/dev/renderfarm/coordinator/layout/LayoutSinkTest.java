package dev.renderfarm.coordinator.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import dev.renderfarm.coordinator.input.RowSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long because each thing that may lie over a file is tried on the same sheet: the cases share the fixture at the end. */
class LayoutSinkTest {

    private static class Rows implements RowSink {
        private final List<InputRow> rows = new ArrayList<>();
        private final List<LineError> problems = new ArrayList<>();

        @Override
        public void row(InputRow row) {
            rows.add(row);
            problems.addAll(row.problems());
        }

        @Override
        public void problem(LineError error) {
            problems.add(error);
        }

        @Override
        public void warning(LineWarning warning) {
            // none of these tests is about them
        }

        @Override
        public boolean wantsMore() {
            return true;
        }

        List<String> texts(RequestField field) {
            return rows.stream()
                    .map(row -> row.value(field).map(InputValue::text).orElse("-"))
                    .toList();
        }
    }

    @Test
    void shouldReadWhatAShopCallsOtherwiseAndFillInProducts() {
        // Given
        String shopify = """
                Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU
                mug,Classic Mug,<p>For <b>tea</b></p>,Color,Red,MUG-1
                mug,,,,Blue,MUG-2
                jar,Jar,,Size,L,JAR
                """;
        // When
        Rows rows = read(shopify, prompt("{title}, {color|lower|clear}: {description|no words}"));
        // Then
        assertThat(rows.problems).isEmpty();
        assertThat(rows.texts(RequestField.CUSTOM_ID)).containsExactly("MUG-1", "MUG-2", "JAR");
        assertThat(rows.texts(RequestField.PROMPT))
                .containsExactly("Classic Mug, red: For tea", "Classic Mug, blue: For tea", "Jar, clear: no words");
    }

    @Test
    void shouldFillInProductsFromTheirFirstRowWhenThatIsLeftOut() {
        // Given
        String shopify = """
                Handle,Title,Variant SKU
                mug,Classic Mug,MUG-1
                mug,,MUG-2
                jar,Jar,JAR-1
                jar,,JAR-2
                """;
        List<Correction> corrections = List.of(
                new Correction(2, null, null, true),
                new Correction(4, null, null, true),
                new Correction(4, "title", "Big Jar", null));
        // When
        Rows rows = read(shopify, new Layout(Map.of(), Map.of("prompt", "{title}"), null, Map.of(), corrections));
        // Then
        assertThat(rows.problems).isEmpty();
        assertThat(rows.texts(RequestField.CUSTOM_ID)).containsExactly("MUG-2", "JAR-2");
        assertThat(rows.texts(RequestField.PROMPT)).containsExactly("Classic Mug", "Big Jar");
    }

    @Test
    void shouldTakeTheSameTemplateForExportsOfOtherShops() {
        String template = "{title}, {brand|}, {color|}";
        assertThat(read("""
                        Type,SKU,Name,Regular price,Attribute 1 name,Attribute 1 value(s)
                        simple,W-1,Mug,5,Color,red
                        """, prompt(template)).texts(RequestField.PROMPT)).containsExactly("Mug, red");
        assertThat(read(
                                "id\ttitle\tlink\timage link\tbrand\tcolor\nG-1\tMug\thttp://x\thttp://y\tAcme\tred\n",
                                prompt(template))
                        .texts(RequestField.PROMPT))
                .containsExactly("Mug, Acme, red");
        Rows amazon = read("item-name\tseller-sku\tbrand_name\nMug\tA-1\tAcme\n", prompt(template));
        assertThat(amazon.texts(RequestField.PROMPT)).containsExactly("Mug, Acme");
        assertThat(amazon.texts(RequestField.CUSTOM_ID)).containsExactly("A-1");
    }

    @Test
    void shouldDoWithoutColumnsThatHaveADefaultUnlessOneIsCalledNearlySo() {
        assertThat(read("sku,title\nA,Mug\n", prompt("{title}, {scene|a room}")).texts(RequestField.PROMPT))
                .containsExactly("Mug, a room");
        assertThat(read("sku,title,color\nA,Mug,red\n", prompt("{title}, {colour|white}")).problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith("did you mean \"color\"?"));
    }

    @Test
    void shouldReadFieldsFromTheColumnsThatAreNamed() {
        // Given
        var layout = new Layout(
                Map.of("custom_id", "Article no", "prompt", "What it shows"), Map.of(), null, Map.of(), List.of());
        // When
        Rows rows = read("Article no,prompt,what it shows\nA,not this,a mug\n", layout);
        // Then
        assertThat(rows.texts(RequestField.CUSTOM_ID)).containsExactly("A");
        assertThat(rows.texts(RequestField.PROMPT)).containsExactly("a mug");
        assertThat(rows.rows.get(0).columns()).containsEntry("prompt", "not this");
    }

    @Test
    void shouldAskWhichColumnWasMeantWhenTheFileHasNone() {
        var layout = new Layout(Map.of("custom_id", "Varint SKU"), Map.of(), null, Map.of(), List.of());
        Rows rows = read("Variant SKU,prompt\nA,mug\n", layout);
        assertThat(rows.problems).hasSize(1);
        assertThat(rows.problems.get(0).message()).contains("\"Varint SKU\"", "did you mean \"Variant SKU\"?");
    }

    @Test
    void shouldAskForEveryLineWithEveryVariantAndCarryThem() {
        // Given
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("background", List.of("marble", "an oak table"));
        variants.put("size", List.of("1:1", "16:9"));
        var layout = new Layout(Map.of(), Map.of("prompt", "{title} on {background}"), null, variants, List.of());
        // When
        Rows rows = read("sku,title,size\nMUG,Mug,64x64\n", layout);
        // Then
        assertThat(rows.texts(RequestField.CUSTOM_ID))
                .containsExactly("MUG-marble-1-1", "MUG-marble-16-9", "MUG-an-oak-table-1-1", "MUG-an-oak-table-16-9");
        assertThat(rows.texts(RequestField.PROMPT)).contains("Mug on marble", "Mug on an oak table");
        assertThat(rows.texts(RequestField.SIZE)).containsExactly("1:1", "16:9", "1:1", "16:9");
        assertThat(rows.rows.get(3).columns())
                .containsEntry("background", "an oak table")
                .doesNotContainKey("size");
    }

    @Test
    void shouldLetTheLineGoBeforeThePresetAndTheCorrectionBeforeTheTemplate() {
        // Given
        var preset = new Preset("p", null, Map.of("size", "1:1", "negative_prompt", "text"), null);
        var layout = new Layout(
                Map.of(),
                Map.of("prompt", "{title}"),
                preset,
                Map.of(),
                List.of(
                        new Correction(3, "prompt", "as I say", null),
                        new Correction(2, "title", "Jug", null),
                        new Correction(4, null, null, true)));
        // When
        Rows rows = read("sku,title,size\nA,Mug,64x64\nB,,\nC,x,\n", layout);
        // Then
        assertThat(rows.problems).isEmpty();
        assertThat(rows.texts(RequestField.PROMPT)).containsExactly("Jug", "as I say");
        assertThat(rows.texts(RequestField.SIZE)).containsExactly("64x64", "1:1");
        assertThat(rows.texts(RequestField.NEGATIVE_PROMPT)).containsExactly("text", "text");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldLayCorrectionsOverAWideRowOnceForAllVariants() {
        // Given
        Map<String, String> columns = new LinkedHashMap<>();
        IntStream.range(0, 10_000).forEach(i -> columns.put("c" + i, ""));
        List<Correction> corrections = new ArrayList<>(List.of(new Correction(2, "size", "64x64", null)));
        IntStream.range(1, 50).forEach(i -> corrections.add(new Correction(2, "C" + (10_000 - i), "v" + i, null)));
        var variants = Map.of("seed", numbers(100));
        List<Integer> sound = new ArrayList<>();
        // When
        new LayoutSink(new Layout(Map.of(), Map.of(), null, variants, corrections), new Rows() {
                    @Override
                    public void row(InputRow row) {
                        if ("v1".equals(row.columns().get("c9999"))
                                && row.value(RequestField.SIZE)
                                        .orElseThrow()
                                        .text()
                                        .equals("64x64")) {
                            sound.add(row.line());
                        }
                    }
                })
                .row(new InputRow(2, Map.of(RequestField.CUSTOM_ID, cell("sku", "A")), columns, List.of()));
        // Then
        assertThat(sound).hasSize(100);
    }

    @Test
    void shouldAskWhatWasMeantByTheFirstFewCorrectionsOnly() {
        // Given
        List<Correction> corrections = IntStream.range(0, 50)
                .mapToObj(i -> new Correction(2, "titles", "v", null))
                .toList();
        // When
        Rows rows = read("sku,prompt,title\nA,mug,x\n", new Layout(Map.of(), Map.of(), null, Map.of(), corrections));
        // Then
        assertThat(rows.problems)
                .hasSize(50)
                .filteredOn(problem -> problem.message().endsWith("did you mean \"title\"?"))
                .hasSize(20);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldReadALongTextOnceForAllPlacesAndVariants() {
        // Given
        Map<String, String> columns = Map.of("body", "<p>Red  mug</p> ".repeat(100_000));
        var layout = new Layout(
                Map.of(),
                Map.of("prompt", "{body|max:3}".repeat(100), "negative_prompt", "{body}".repeat(100)),
                null,
                Map.of("seed", numbers(100)),
                List.of());
        Rows rows = new Rows();
        // When
        new LayoutSink(layout, rows)
                .row(new InputRow(2, Map.of(RequestField.CUSTOM_ID, cell("sku", "A")), columns, List.of()));
        // Then
        assertThat(rows.texts(RequestField.PROMPT)).hasSize(100).containsOnly("Red".repeat(100));
        assertThat(rows.texts(RequestField.NEGATIVE_PROMPT).get(99))
                .startsWith("Red mug Red mug")
                .hasSize(Template.LONGEST_EXPANSION);
    }

    @Test
    void shouldMakeNoMoreOfALineWhenNobodyWantsIt() {
        // Given
        List<InputRow> taken = new ArrayList<>();
        Rows three = new Rows() {
            @Override
            public void row(InputRow row) {
                taken.add(row);
            }

            @Override
            public boolean wantsMore() {
                return taken.size() < 3;
            }
        };
        // When
        new LayoutSink(new Layout(Map.of(), Map.of(), null, Map.of("seed", numbers(100)), List.of()), three)
                .row(new InputRow(2, Map.of(RequestField.CUSTOM_ID, cell("sku", "A")), Map.of(), List.of()));
        // Then
        assertThat(taken).hasSize(3);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static InputValue cell(String name, String text) {
        return new InputValue(name, InputValue.Kind.CELL, text);
    }

    @Test
    void shouldReadTheSizeOfAProductFromAShopsExportAndLeaveThePicturesAlone() {
        // Given: as Google Merchant has it
        String sheet = """
                id\ttitle\tlink\timage_link\tsize\tmodel
                MUG-1\tMug\thttps://x.example\thttps://x.example/a.jpg\tXL\tClassic 5
                """;
        String template = "{title}, size {size}, {model}";
        // When
        Rows rows = read(sheet, prompt(template));
        // Then
        assertThat(rows.problems).isEmpty();
        assertThat(rows.texts(RequestField.PROMPT)).containsExactly("Mug, size XL, Classic 5");
        assertThat(rows.texts(RequestField.SIZE)).containsExactly("-");
        assertThat(rows.texts(RequestField.MODEL)).containsExactly("-");
        // When: somebody has added the picture's
        Rows mapped = read(
                sheet.replace("XL", "64x64"),
                new Layout(Map.of("size", "size"), Map.of("prompt", "{title}"), null, Map.of(), List.of()));
        // Then
        assertThat(mapped.texts(RequestField.SIZE)).containsExactly("64x64");
    }

    @Test
    void shouldReadNoFieldFromAColumnThatIsSaidToBeNone() {
        // Given
        Layout layout =
                new Layout(Map.of("size", ""), Map.of("prompt", "{title}, size {size}"), null, Map.of(), List.of());
        InputRules strict = new InputRules(true, OnInvalid.REJECT_BATCH, null);
        // When
        Rows rows = read("sku,title,size\nA,Mug,XL\n", layout, strict);
        Rows lines = read("{\"sku\":\"A\",\"title\":\"Mug\",\"size\":\"XL\"}\n", layout, strict);
        // Then
        assertThat(rows.problems).isEmpty();
        assertThat(lines.problems).isEmpty();
        assertThat(rows.texts(RequestField.PROMPT)).containsExactly("Mug, size XL");
        assertThat(lines.texts(RequestField.PROMPT)).containsExactly("Mug, size XL");
        assertThat(rows.texts(RequestField.SIZE)).containsExactly("-");
        // Then: also where nothing reads it
        assertThat(read(
                                "sku,prompt,size\nA,mug,XL\n",
                                new Layout(Map.of("size", ""), Map.of(), null, Map.of(), List.of()),
                                strict)
                        .problems)
                .isEmpty();
    }

    @Test
    void shouldTakeHostileCellsForTextAndNothingElse() {
        // Given
        String hostile = "\"=HYPERLINK(\"\"http://x\"\")\",\"{sku}|upper}}\",<script>alert(1)</script>mug";
        // When
        Rows rows = read("sku,title,body\nA,x,y\n" + hostile + "\n", prompt("{title}: {body}"));
        // Then
        assertThat(rows.problems).isEmpty();
        assertThat(rows.texts(RequestField.CUSTOM_ID)).contains("=HYPERLINK(\"http://x\")");
        assertThat(rows.texts(RequestField.PROMPT).get(1)).isEqualTo("{sku}|upper}}: alert(1) mug");
    }

    @Test
    void shouldTakeJsonLinesThatSayDifferentThings() {
        Rows rows = read(
                "{\"sku\":\"A\",\"title\":\"Mug\"}\n{\"sku\":\"B\",\"title\":\"Cup\",\"color\":\"red\"}\n",
                prompt("{title}, {color|}"));
        assertThat(rows.texts(RequestField.PROMPT)).containsExactly("Mug", "Cup, red");
    }

    @Test
    void shouldNotCallUnknownWhatOnlyATemplateReadsWhenTheFileIsReadStrictly() {
        // Given
        InputRules strict = new InputRules(true, InputRules.DEFAULT.onInvalid(), null);
        Layout layout = prompt("{Title} in {colour|lower}, {description|}");
        // Then
        Rows csv = read("sku,title,Colour,Shelf\nMUG,Mug,Red,A1\n", layout, strict);
        assertThat(csv.problems).extracting(LineError::field).containsExactly("Shelf");
        Rows json = read("{\"sku\":\"MUG\",\"title\":\"Mug\",\"Colour\":\"Red\"}\n", layout, strict);
        assertThat(json.problems).isEmpty();
        assertThat(json.texts(RequestField.PROMPT)).containsExactly("Mug in red");
        Rows shop = read("item_name,item_sku,product_description\nMug,MUG,Nice\n", layout, strict);
        assertThat(shop.problems).extracting(LineError::field).doesNotContain("product_description");
    }

    private static Layout prompt(String template) {
        return new Layout(Map.of(), Map.of("prompt", template), null, Map.of(), List.of());
    }

    private static Rows read(String file, Layout layout) {
        return read(file, layout, InputRules.DEFAULT);
    }

    private static Rows read(String file, Layout layout, InputRules rules) {
        Rows rows = new Rows();
        LayoutSink sink = new LayoutSink(layout, rows);
        try {
            new InputFile(new InputLimits(10_000))
                    .read(
                            "file",
                            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                            rules,
                            layout.columnRules(ImageEndpoint.GENERATIONS),
                            sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink.finish();
        return rows;
    }
}
