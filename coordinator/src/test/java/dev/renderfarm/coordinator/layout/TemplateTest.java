package dev.renderfarm.coordinator.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final Map<String, String> MUG = Map.of(
            "title", "Red  Mug", "color", "RED", "empty", " ", "hostile", "{title}{{|upper}}", "long", "one two three");

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {title}, {color|lower}, on {background|a white background} ~ Red Mug, red, on a white background
            {{title}} is {title|upper}                                 ~ {title} is RED MUG
            { title | lower | title }                                  ~ Red Mug
            {missing|"lower"}                                          ~ lower
            {missing|"a|b"}                                            ~ a|b
            {title}, {missing|}, blue                                  ~ Red Mug, blue
            {missing|}, {title}                                        ~ Red Mug
            {empty|none}                                               ~ none
            {long|max:7}                                               ~ one two
            {long|max:9}                                               ~ one two
            {long|upper|max:3}                                         ~ ONE
            """)
    void shouldFillPlacesWithWhatTheLineSays(String template, String expected) {
        assertThat(expand(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {title                ~ has a { that is not closed
            title}                ~ has a } that closes nothing
            {}                    ~ has a place without a name
            {title|uper}          ~ did you mean the filter upper?
            {title|max:x}         ~ did you mean the filter max:40?
            {title|maxx}          ~ did you mean the filter max:40?
            {title|none|lower}    ~ which is no filter
            {title|a "b"}         ~ has a default with a quote inside
            {a{b}}                ~ has a { that is not closed
            """)
    void shouldSayWhatIsWrongWithATemplate(String template, String expected) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(TemplateFault.class)
                .hasMessageContaining(expected);
    }

    @Test
    void shouldNameThePlacesThatTheLineLeavesEmpty() {
        var expansion = Template.parse("{title} {empty} {missing}").expand(name -> said(name));
        assertThat(expansion.missing()).containsExactly("empty", "missing");
    }

    @Test
    void shouldNeverReadWhatAValueSaysAsATemplate() {
        assertThat(expand("{hostile}")).isEqualTo("{title}{{|upper}}");
    }

    @Test
    void shouldBoundWhatValuesMayBringAlong() {
        String expanded = Template.parse("{a}{a}{a}")
                .expand(name -> Optional.of("x".repeat(Template.LONGEST_EXPANSION)))
                .text();
        assertThat(expanded).hasSize(Template.LONGEST_EXPANSION);
    }

    @Test
    void shouldCloseAGapOfAnyLengthWhenAValueIsNothingButCommas() {
        String expanded = Template.parse("{title}{commas}{missing|}, blue")
                .expand(name ->
                        name.equals("commas") ? Optional.of(", ".repeat(Template.LONGEST_EXPANSION / 3)) : said(name))
                .text();
        assertThat(expanded).isEqualTo("Red Mug, blue");
    }

    @Test
    void shouldGiveBackAnyTextWhoseBracesAreDoubled() {
        long seed = 20261127;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String text = "a"
                    + random.ints(random.nextInt(40), 0, 8)
                            .mapToObj(i -> new String[] {"{", "}", "|", "\"", ":", "ä", "杯", "x"}[i])
                            .reduce("", String::concat);
            String escaped = text.replace("{", "{{").replace("}", "}}");
            assertThat(expand(escaped)).as("seed %d, text %s", seed, text).isEqualTo(text);
        }
    }

    @Test
    void shouldRefuseOrExpandAnyTextAtAll() {
        long seed = 20261127;
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            String text = "a"
                    + random.ints(random.nextInt(30), 0, 10)
                            .mapToObj(i -> new String[] {
                                        "{", "}", "|", "\"", "title", "lower", "max:3", " ", ",", "\uD83D"
                                    }
                                    [i])
                            .reduce("", String::concat);
            try {
                Template.parse(text).expand(name -> Optional.of("v"));
            } catch (TemplateFault e) {
                assertThat(e.getMessage()).as("seed %d, text %s", seed, text).startsWith("the template ");
            }
        }
    }

    private static String expand(String template) {
        var expansion = Template.parse(template).expand(name -> said(name));
        assertThat(expansion.missing()).isEmpty();
        return expansion.text();
    }

    private static Optional<String> said(String name) {
        return Optional.ofNullable(MUG.get(name)).map(Template::clean);
    }
}
