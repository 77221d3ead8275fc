package dev.renderfarm.coordinator.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.junit.jupiter.params.provider.ValueSource;

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
        "COM¹, '_COM¹'",
        "'MUG. ', 'MUG._'",
        "শাড়ি-নীল, শাড়ি-নীল",
        "புடவை-2, புடவை-2",
        "हिन्दी कप, हिन्दी_कप",
        "แก้วน้ำ, แก้วน้ำ",
        "فنجان-أحمر, فنجان-أحمر",
        "می\u200cخواهم, می\u200cخواهم",
        "ශ්\u200dරී, ශ්\u200dරී",
        "кружка, кружка",
        "\u1112\u1161\u11ab\u1100\u1173\u11af, 한글",
        "cafe\u0301, café",
        "MU\u200dG, MU_G",
        "\u0301A, '_A'",
        "☕\uFE0F MUG, '_MUG'",
        "👩\u200d👩\u200d👧, '_'",
        "\u3164, '_'",
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
    void shouldNameTheAttemptThatPicturesAreOf() {
        ImageNames names = new ImageNames(2);
        ImageName first = names.name("MUG-1", 1);
        assertThat(first.value()).isEqualTo("MUG-1-r2");
        assertThat(names.variant(first, 2, "MUG-1", 1).value()).isEqualTo("MUG-1-r2-2");
        ImageName longest = names.name("x".repeat(300), 2);
        assertThat(longest.value()).matches("x+-[0-9a-f]{8}-r2");
        assertThat(names.variant(longest, 10, "x".repeat(300), 2).value()).hasSize(ImageName.MAX_BYTES);
    }

    @Test
    void shouldNumberTheFurtherPicturesOfAnId() {
        ImageNames names = new ImageNames();
        ImageName first = names.name("a b", 1);
        assertThat(names.variant(first, 2, "a b", 1).value()).isEqualTo("a_b-2");
        assertThat(names.variant(first, 10, "a b", 1).value()).isEqualTo("a_b-10");
        ImageName longest = names.name("x".repeat(300), 2);
        assertThat(names.variant(longest, 10, "x".repeat(300), 2).value())
                .hasSize(ImageName.MAX_BYTES)
                .matches("x+-[0-9a-f]{8}-10");
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

    /** Scripts of one to four bytes a character, marks and joiners, and what is not safe. */
    private static final String[] SIGNS = {
        "aZ0_.- ",
        "éß",
        "кружка",
        "فنجان",
        "هخ\u200c",
        "हिन्दी\u200d",
        "শাড়ি",
        "แก้วน้ำ",
        "한글",
        "\u1112\u1161\u11ab",
        "杯葛\udb40\udd00",
        "𠮷𡈽",
        "👩\u200d👧🇩🇪",
        "\u0301\u0327",
        "/\\:*?\"<>|\u0000\n\u202e\u200b"
    };

    @Test
    void shouldAlwaysGiveALegalNameOfItsOwnThatEveryDiskHasRoomFor() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ImageNames names = new ImageNames();
        List<ImageName> given = new ArrayList<>();
        for (int line = 1; line <= 5_000; line++) {
            String id = randomId(random) + line;
            ImageName first = names.name(id, line);
            given.add(first);
            given.add(names.variant(first, 2 + random.nextInt(9), id, line));
        }
        assertThat(given.stream().map(ImageName::folded)).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(given).as("seed %d", seed).allSatisfy(name -> {
            assertThat(name.value().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(ImageName.MAX_BYTES);
            assertThat(Normalizer.isNormalized(name.value(), Normalizer.Form.NFC))
                    .isTrue();
            assertThat(UTF_8.newEncoder().canEncode(name.value())).isTrue();
        });
    }

    private static String randomId(Random random) {
        StringBuilder id = new StringBuilder();
        for (int runs = 1 + random.nextInt(3); runs > 0; runs--) {
            int[] signs = SIGNS[random.nextInt(SIGNS.length)].codePoints().toArray();
            for (int length = random.nextInt(120); length > 0; length--) {
                id.appendCodePoint(signs[random.nextInt(signs.length)]);
            }
        }
        return id.toString();
    }

    @Test
    void shouldCutLongIdsByBytesAndTellThemApartInAnyOrder() {
        // Given
        String title = "国内正規品レトロ調セラミック製マグカップ赤350ml電子レンジ対応食洗機対応ギフト包装可誕生日母の日父の日新生活";
        ImageNames names = new ImageNames();
        // When
        String first = names.name(title + "1", 1).value();
        String second = names.name(title + "2", 2).value();
        // Then
        assertThat(first).startsWith("国内正規品レトロ調").matches(".*-[0-9a-f]{8}").isNotEqualTo(second);
        assertThat(first.getBytes(UTF_8)).hasSizeBetween(ImageName.MAX_BYTES - 6, ImageName.MAX_BYTES - 3);
        assertThat(new ImageNames().name(title + "2", 1).value()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"𠮷", "杯", "ж", "ก้", "क्ष", "\u1112\u1161\u11ab"})
    void shouldNeverCutInsideACharacter(String character) {
        String composed = Normalizer.normalize(character, Normalizer.Form.NFC);
        for (int shift = 0; shift < 4; shift++) {
            String name = new ImageNames()
                    .name("x".repeat(shift) + character.repeat(120), 1)
                    .value();
            assertThat(name).matches("x{" + shift + "}(?:" + composed + ")+-[0-9a-f]{8}");
        }
    }

    @Test
    void shouldLeaveOutACharacterThatIsLongerThanAnyName() {
        assertThat(new ImageNames().name("a" + "\u0327".repeat(200), 1).value()).matches("_-[0-9a-f]{8}");
    }
}
