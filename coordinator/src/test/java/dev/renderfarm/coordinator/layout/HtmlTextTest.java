package dev.renderfarm.coordinator.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            <p>A <b>red</b> mug</p>         ~ A red mug
            caf&eacute; &amp; bar           ~ café & bar
            &Uuml;bergr&ouml;&szlig;e &frac12; &euro;&thinsp;5 ~ Übergröße ½ € 5
            Win&shy;ter &yuml; &iexcl;&times;&Omega;&there4;&diams; ~ Winter ÿ ¡×Ω∴♦
            &nosuch; &amp;eacute; &eacute   ~ &nosuch; &eacute; &eacute
            5 < 6 and 7 > 6                 ~ 5 < 6 and 7 > 6
            <img src=x onerror=alert(1)>mug ~ mug
            &amp;lt;b&gt;                   ~ &lt;b>
            """)
    void shouldBecomeWhatAReaderSees(String html, String text) {
        assertThat(HtmlText.of(html).replaceAll("\\s+", " ").strip()).isEqualTo(text);
    }

    @Test
    void shouldReadNumbersAsCharactersAndNoneThatIsNone() {
        String html = "&" + "#233;&" + "#x676f;&" + "#0;&" + "#xD800;&" + "#9999999;";
        assertThat(HtmlText.of(html).strip()).isEqualTo("é杯");
    }

    @Test
    void shouldTakeTimeInProportionToTheText() {
        assertThat(HtmlText.of("<a".repeat(200_000))).hasSize(400_000);
        assertThat(HtmlText.of("&".repeat(200_000))).hasSize(200_000);
    }
}
