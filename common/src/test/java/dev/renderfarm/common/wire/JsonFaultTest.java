package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.renderfarm.common.api.BatchRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {

    private final JsonMapper strict = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '\u0001', textBlock = """
            {"a":1,"a":2}        ! 11 ! the key "a" stands twice in one object: keep one
            {"a":"C:\\data"}     ! 10 ! write two backslashes where one is meant
            {"a":"\\u12G4"}      ! 11 ! needs four digits from 0 to 9 and a to f
            {"a":1,}             !  8 ! "}" is not expected here
            {"a":'x'}            !  6 ! keys and texts stand in double quotes
            {a:1}                !  2 ! keys and texts stand in double quotes
            {"a":True}           !  6 ! "True" is no JSON value: put texts in double quotes, and write true
            {"a":NaN}            !  9 ! "NaN" is no JSON value
            {"a":[1}             !  8 ! "}" closes what was not opened
            {"a":01}             !  7 ! a number is not written as JSON writes it
            {"a":1} {"b":2}      !  9 ! the text goes on after its end
            {"a":"x              !  8 ! the text ends in the middle of an object
            {"a":"x→y"}          !  8 ! a raw tab, line break or other control character
            """)
    void shouldSayInPlainWordsWhatIsWrongAndWhere(String json, int column, String words) {
        // When
        String text = json.replace('→', '\t');
        JsonProcessingException e = catchThrowableOfType(JsonProcessingException.class, () -> strict.readTree(text));
        // Then
        assertThat(JsonFault.describe(e))
                .startsWith("column " + column + ": ")
                .contains(words)
                .doesNotContain("Source", "REDACTED", "JsonParser", "code ", "token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '\u0001', textBlock = """
            {"metadata":{"a":[1]}}                                  ! metadata.a: the value is missing, null or of the wrong type
            {"renderfarm":{"seed":"x"}}                             ! renderfarm.seed: the value is missing, null or of the wrong type
            {"renderfarm":{"seed":99999999999999999999}}            ! renderfarm.seed: the number is out of range
            []                                                      ! the value is missing, null or of the wrong type
            {"model":                                               ! the text ends in the middle of an object
            """)
    void shouldNameTheFieldWhenAValueIsOfTheWrongType(String json, String words) {
        JsonProcessingException e = catchThrowableOfType(
                JsonProcessingException.class, () -> Json.mapper().readValue(json, BatchRequest.class));
        assertThat(JsonFault.describe(e)).contains(words).doesNotContain("dev.renderfarm", "java.");
    }
}
