package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.LineError;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a batch file as OpenAI writes them. */
class OpenAiLineTest {

    private final InputDesk desk = new InputDesk();

    @Test
    void shouldNameFieldAndMendWhenAnOpenAiLineIsWrong() throws IOException {
        desk.read("a.jsonl", """
                {"custom_id":"A","method":"GET","url":"/v1/chat/completions","body":{"prompt":"mug","sise":"1x1"},"x":1}
                {"custom_id":"B","method":"POST","url":"/v1/images/generations"}
                {"custom_id":"C","method":"POST","url":"/v1/images/generations","body":{"sku":"C","prompt":"mug"}}
                """);
        assertThat(desk.rows).isEmpty();
        assertThat(desk.problems)
                .extracting(problem -> problem.line() + " " + problem.field())
                .containsExactly("1 x", "1 method", "1 url", "1 body.sise", "2 body", "3 body");
        assertThat(desk.problems.get(3).message()).isEqualTo("unknown field \"sise\": did you mean \"size\"?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quality\":\"high\"",
                "\"quality\":\"hd\"",
                "\"style\":\"natural\"",
                "\"moderation\":\"low\"",
                "\"user\":\"u-1\"",
                "\"background\":\"auto\"",
                "\"background\":\"opaque\"",
                "\"stream\":false",
                "\"partial_images\":0",
                "\"input_fidelity\":\"low\"",
                "\"metadata\":{\"k\":\"v\"}",
                "\"store\":true"
            })
    void shouldIgnoreAHintOfOpenAisThatChangesNoPixel(String hint) throws IOException {
        desk.read("a.jsonl", line("{\"prompt\":\"mug\"," + hint + "}"));
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows).hasSize(1);
        assertThat(desk.warnings).singleElement().satisfies(warning -> {
            assertThat("body." + hint.substring(1)).startsWith(warning.field() + "\"");
            assertThat(warning.message()).isEqualTo("is ignored: it changes no pixel here");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "background":"transparent" | body.background         | must be "auto" or "opaque"
            "background":7             | body.background         | must be "auto" or "opaque"
            "stream":true              | body.stream             | must be false
            "stream":"false"           | body.stream             | must be false
            "partial_images":2         | body.partial_images     | must be 0
            "image":"data:"            | body.image              | is not for this endpoint
            "qualty":"high"            | body.qualty             | unknown field "qualty"
            "widht":7                  | body.widht              | unknown field "widht"
            """)
    void shouldRefuseWhatWouldGiveAnotherPictureThanAskedFor(String field, String name, String message)
            throws IOException {
        desk.read("a.jsonl", line("{\"prompt\":\"mug\"," + field + "}"));
        assertThat(desk.rows).isEmpty();
        assertThat(desk.problems).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(name);
            assertThat(problem.message()).startsWith(message);
        });
    }

    @Test
    void shouldTakeAParameterOfOpenAisThatIsNullForNothing() throws IOException {
        desk.read("a.jsonl", line("{\"prompt\":\"mug\",\"background\":null,\"quality\":null}"));
        assertThat(desk.rows).hasSize(1);
        assertThat(desk.warnings).isEmpty();
    }

    @Test
    void shouldSayWhereAFieldBelongsWhenItStandsBesideTheBody() throws IOException {
        desk.read("a.jsonl", line("{\"prompt\":\"mug\"},\"n\":2,\"metadata\":{}"));
        assertThat(desk.problems)
                .extracting(LineError::message)
                .containsExactly(
                        "unknown field \"n\": it belongs into the body",
                        "unknown field \"metadata\": a batch line has custom_id, method, url and body");
    }

    private static String line(String body) {
        return "{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":" + body + "}\n";
    }
}
