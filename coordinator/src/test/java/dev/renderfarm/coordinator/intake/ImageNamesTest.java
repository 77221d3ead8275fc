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
        "../../etc/passwd, '_.._etc_passwd'",
        "/absolute, '_absolute'",
        "..\\..\\x, '_.._x'",
        ".hidden, 'hidden'",
        "-rf, 'rf'",
        "a b/c, 'a_b_c'",
        "con, '_con'",
        "NUL.txt, '_NUL.txt'",
        "'...', '_'",
        "😀, '_'"
    })
    void shouldKeepSafeIdsAndSanitiseTheOthers(String id, String expected) {
        assertThat(new ImageNames().name(id, 1).value()).isEqualTo(expected);
    }

    @Test
    void shouldStripControlCharacters() {
        assertThat(new ImageNames().name("a\u0000b\nc", 1).value()).isEqualTo("a_b_c");
    }

    @Test
    void shouldHashTheIdWhenItsNameIsTaken() {
        ImageNames names = new ImageNames();
        assertThat(names.name("a_b", 1).value()).isEqualTo("a_b");
        assertThat(names.name("a b", 2).value()).matches("a_b-[0-9a-f]{8}");
        assertThat(names.name("A_B", 3).value()).matches("A_B-[0-9a-f]{8}");
    }

    @Test
    void shouldNumberTheFurtherPicturesOfAnId() {
        ImageNames names = new ImageNames();
        ImageName first = names.name("a b", 1);
        assertThat(names.variant(first, 2, "a b", 1).value()).isEqualTo("a_b-2");
        assertThat(names.variant(first, 10, "a b", 1).value()).isEqualTo("a_b-10");
        ImageName longest = names.name("x".repeat(300), 2);
        assertThat(names.variant(longest, 10, "x".repeat(300), 2).value())
                .hasSize(ImageName.MAX_LENGTH)
                .endsWith("x-10");
    }

    @Test
    void shouldGiveAnotherNameWhenAnIdLooksLikeAFurtherPictureOfAnother() {
        ImageNames names = new ImageNames();
        assertThat(names.name("A-2", 1).value()).isEqualTo("A-2");
        String second = names.variant(names.name("A", 2), 2, "A", 2).value();
        assertThat(second).matches("A-2-[0-9a-f]{8}");
        ImageNames reverse = new ImageNames();
        assertThat(reverse.variant(reverse.name("A", 1), 2, "A", 1).value()).isEqualTo("A-2");
        assertThat(reverse.name("a-2", 2).value()).matches("a-2-[0-9a-f]{8}");
    }

    @Test
    void shouldGiveAnotherNameWhenIdsWereWrittenToTakeAllOfThem() {
        // Given: the names that "a b" would get one after the other
        List<String> wanted = new ArrayList<>(List.of("a_b"));
        for (int i = 0; i < 20; i++) {
            wanted.add(nameOfLast(wanted));
        }
        // When
        String name = nameOfLast(wanted);
        // Then
        assertThat(wanted).doesNotHaveDuplicates().doesNotContain(name);
    }

    private static String nameOfLast(List<String> before) {
        ImageNames names = new ImageNames();
        before.forEach(id -> names.name(id, 1));
        return names.name("a b", 1).value();
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
