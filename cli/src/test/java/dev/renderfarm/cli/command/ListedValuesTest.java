package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            marble,oak              ~ marble/oak
            marble , oak            ~ marble/oak
            marble\\, white,oak      ~ marble, white/oak
            "marble, white" , oak   ~ marble, white/oak
            "say \\"oak\\"", a\\\\b    ~ say "oak"/a\\b
            C:\\pics                 ~ C:\\pics
            a 7" plate              ~ a 7" plate
            """)
    void shouldDivideAtCommasThatAreNoPartOfAValue(String text, String values) {
        assertThat(ListedValues.of(text)).isEqualTo(List.of(values.split("/")));
    }

    @Test
    void shouldLeaveWhatIsEmptyToTheFarm() {
        assertThat(ListedValues.of("a,,b,")).containsExactly("a", "", "b", "");
        assertThat(ListedValues.of("")).containsExactly("");
    }

    @Test
    void shouldSayWhatIsWrongWithQuotes() {
        assertThatThrownBy(() -> ListedValues.of("\"marble,oak")).hasMessageContaining("not closed");
        assertThatThrownBy(() -> ListedValues.of("\"marble\" white")).hasMessageContaining("comes a comma");
    }
}
