package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.wire.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownFieldTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"renderfarm\":{\"priorty\":5}}|renderfarm.priorty|did you mean \"priority\"?",
                "{\"priority\":5}|priority|did you mean \"renderfarm.priority\"?",
                "{\"every\":2,\"endpoint\":\"x\"}|every|it has \"input_file_id\", \"endpoint\", \"completion_window\"",
                "{\"renderfarm\":{\"every\":2}}|renderfarm.every|did you mean \"preview.every\"?",
                "{\"inputFileId\":\"file-1\"}|inputFileId|did you mean \"input_file_id\"?",
                "{\"renderfarm\":{\"preview\":{\"evry\":2}}}|renderfarm.preview.evry|did you mean \"every\"?",
                "{\"renderfarm\":{\"corrections\":[{\"lin\":2}]}}|renderfarm.corrections.[0].lin|did you mean \"line\"?"
            })
    void shouldNameTheFieldAndTheOneThatWasMeant(String body, String param, String mend) {
        UnknownField field = unknown(body, BatchRequest.class);
        assertThat(field.param()).isEqualTo(param);
        assertThat(field.message())
                .startsWith("there is no field \"" + param + "\": ")
                .contains(mend);
    }

    @Test
    void shouldNotRepeatAllOfALongName() {
        UnknownField field = unknown("{\"" + "x".repeat(40_000) + "\":1}", ReviewRequest.class);
        assertThat(field.param()).hasSizeLessThan(200);
        assertThat(field.message()).hasSizeLessThan(400).contains("\"reviews\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "a\\udc00b"})
    void shouldBeAnAnswerWhereANameIsNoText(String half) {
        for (String before : List.of("", "x".repeat(99))) {
            UnknownField field = unknown("{\"" + before + half + "\":1}", ReviewRequest.class);
            assertThat(Json.read(Json.bytes(field), UnknownField.class)).isEqualTo(field);
        }
        UnknownField cut = unknown("{\"" + "x".repeat(99) + "\ud83d\ude00\":1}", ReviewRequest.class);
        assertThat(Json.read(Json.bytes(cut), UnknownField.class)).isEqualTo(cut);
    }

    @Test
    void shouldNameWhatIsThereWhereNothingIsNear() {
        assertThat(UnknownField.of("colour", List.of("file", "purpose")).message())
                .isEqualTo("there is no field \"colour\": it has \"file\", \"purpose\"");
    }

    private static UnknownField unknown(String body, Class<?> type) {
        return UnknownField.of(catchThrowableOfType(
                UnrecognizedPropertyException.class,
                () -> new FarmJson().mapper().readValue(body, type)));
    }
}
