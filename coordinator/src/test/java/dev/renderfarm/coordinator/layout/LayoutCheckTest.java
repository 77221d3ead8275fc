package dev.renderfarm.coordinator.layout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutCheckTest {

    private final LayoutCheck check = TestLayouts.of(new InMemoryObjectStore()).check();

    @Test
    void shouldTakeAsManyCorrectionsOfALineAsAnybodyWritesAndNoMore() {
        List<Correction> fifty = corrections(50);
        assertThat(of(fifty).corrections()).isEqualTo(fifty);
        assertThatThrownBy(() -> of(corrections(51)))
                .hasMessage("line 2 has more than 50 corrections: mend the file itself");
    }

    @Test
    void shouldRefuseTwoCorrectionsOfTheSameFieldOfALine() {
        assertThatThrownBy(() -> of(List.of(
                        new Correction(2, "Body Text", "a", null),
                        new Correction(3, "body_text", "b", null),
                        new Correction(2, "body_text", "c", null))))
                .hasMessage("corrections[2] says \"body_text\" of line 2 a second time: keep one");
    }

    @Test
    void shouldLayTheFieldsOfTheBatchOverItsPreset() {
        // Given
        Map<String, String> preset = preset(check.of(options("draft", null)));
        assertThat(preset).containsKey("num_inference_steps").doesNotContainKey("guidance_scale");
        // When
        Map<String, String> both = preset(check.of(options("draft", Map.of("size", "16:9", "guidance_scale", "4"))));
        // Then
        assertThat(both)
                .containsEntry("num_inference_steps", preset.get("num_inference_steps"))
                .containsEntry("size", "16:9")
                .containsEntry("guidance_scale", "4");
        assertThat(preset(check.of(options(null, Map.of("n", "2"))))).isEqualTo(Map.of("n", "2"));
        assertThat(check.of(options(null, Map.of()))).isEqualTo(Layout.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "prompt, x, a preset cannot say \"prompt\"",
        "sizes, x, a preset cannot say \"sizes\"",
        "size, ' ', 'size must have 1 to 2000 characters'"
    })
    void shouldRefuseFieldsThatAPresetCannotSay(String field, String value, String message) {
        assertThatThrownBy(() -> check.of(options("draft", Map.of(field, value))))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.param())
                        .isEqualTo("renderfarm.fields"))
                .hasMessage(message);
    }

    private static BatchRequest.Options options(@Nullable String preset, @Nullable Map<String, String> fields) {
        return new BatchRequest.Options(null, null).laidOut(null, null, preset, fields, null, null);
    }

    private static Map<String, String> preset(Layout layout) {
        return requireNonNull(layout.preset()).fields();
    }

    private static List<Correction> corrections(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Correction(2, "column " + i, "x", null))
                .toList();
    }

    private Layout of(List<Correction> corrections) {
        return check.of(new BatchRequest.Options(null, null).laidOut(null, null, null, null, null, corrections));
    }
}
