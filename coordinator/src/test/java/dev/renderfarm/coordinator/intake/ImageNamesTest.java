package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.storage.ImageName;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNamesTest {

    @ParameterizedTest
    @CsvSource({
        "MUG-001, MUG-001",
        "a.b_c-d, a.b_c-d",
        "Käse, Käse",
        "../../etc/passwd, '_.._etc_passwd-[0-9a-f]{8}'",
        "/absolute, '_absolute-[0-9a-f]{8}'",
        "..\\..\\x, '_.._x-[0-9a-f]{8}'",
        ".hidden, 'hidden-[0-9a-f]{8}'",
        "-rf, 'rf-[0-9a-f]{8}'",
        "a b/c, 'a_b_c-[0-9a-f]{8}'",
        "con, '_con-[0-9a-f]{8}'",
        "NUL.txt, '_NUL.txt-[0-9a-f]{8}'",
        "'...', '_-[0-9a-f]{8}'",
        "😀, '_-[0-9a-f]{8}'"
    })
    void shouldKeepSafeIdsAndHashTheOthers(String id, String expected) {
        assertThat(new ImageNames().name(id, 1).value()).matches(expected);
    }

    @Test
    void shouldStripControlCharacters() {
        assertThat(new ImageNames().name("a\u0000b\nc", 1).value()).startsWith("a_b_c-");
    }

    @Test
    void shouldGiveTheSameNameWhateverElseIsInTheFile() {
        ImageNames names = new ImageNames();
        names.name("a_b", 1);
        assertThat(names.name("a b", 2)).isEqualTo(new ImageNames().name("a b", 7));
    }

    @Test
    void shouldNotCollideOnAnyFileSystemWhenIdsDifferInCaseOrComposition() {
        // Given
        List<String> ids = List.of(
                "SKU-a",
                "SKU-A",
                "sku-a",
                "caf\u00e9",
                "cafe\u0301",
                "a b",
                "a/b",
                "a_b",
                "x".repeat(300),
                "x".repeat(301));
        // When
        ImageNames names = new ImageNames();
        List<String> folded = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            folded.add(Normalizer.normalize(names.name(ids.get(i), i + 1).value(), Normalizer.Form.NFC)
                    .toLowerCase(Locale.ROOT));
        }
        // Then
        assertThat(folded).doesNotHaveDuplicates();
    }

    @Test
    void shouldAlwaysGiveALegalNameOfItsOwn() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ImageNames names = new ImageNames();
        List<ImageName> given = new ArrayList<>();
        for (int line = 1; line <= 5_000; line++) {
            StringBuilder id = new StringBuilder(Integer.toString(line));
            for (int i = random.nextInt(200); i > 0; i--) {
                id.insert(random.nextInt(id.length() + 1), (char) random.nextInt(0x400));
            }
            given.add(names.name(id.toString(), line));
        }
        assertThat(given).as("seed %d", seed).doesNotHaveDuplicates();
    }
}
