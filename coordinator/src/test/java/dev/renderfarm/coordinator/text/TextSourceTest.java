package dev.renderfarm.coordinator.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextSourceTest {

    private static final String HEADER = "sku,prompt\nA,a mug\nB,";

    @ParameterizedTest
    @EnumSource(names = {"UTF_8", "UTF_16LE", "UTF_16BE"})
    void shouldHeedAMarkWhateverIsDeclared(TextEncoding encoding) throws IOException {
        byte[] bytes = ("\uFEFF" + HEADER + "théière 红\n").getBytes(encoding.charset());
        assertThat(read(bytes, null)).isEqualTo(HEADER + "théière 红\n");
        assertThat(read(bytes, TextEncoding.WINDOWS_1252)).isEqualTo(HEADER + "théière 红\n");
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, thé – 5 €",
        "iso-8859-1, thé",
        "windows-1251, красная кружка",
        "gbk, 红色陶瓷杯 €",
        "gb18030, 红色陶瓷杯",
        "big5, 紅色陶瓷杯",
        "shift_jis, 赤いマグカップ①",
        "euc-kr, 빨간 머그잔",
        "utf-16le, thé",
        "utf-16be, thé",
        "macintosh, thé"
    })
    void shouldHeedWhatIsDeclared(String name, String text) throws IOException {
        TextEncoding encoding = TextEncoding.named(name).orElseThrow();
        assertThat(read((HEADER + text).getBytes(encoding.charset()), encoding)).isEqualTo(HEADER + text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            windows-1252   | une théière en céramique – bleue
            windows-1252   | Größe für Tee
            windows-1252   | a child’s mug
            windows-1250   | mały biały kubek na stół
            windows-1251   | красная керамическая кружка на белом фоне
            x-MacRoman     | une théière en céramique
            GBK            | 红色陶瓷马克杯,白色背景
            GB18030        | 红色的陶瓷杯子放在木桌上
            Big5           | 紅色陶瓷馬克杯,白色背景
            Shift_JIS      | 赤い陶器のマグカップ、白い背景
            EUC-JP         | 赤い陶器のマグカップ、白い背景
            EUC-KR         | 흰색 배경에 빨간색 도자기 머그잔
            """)
    void shouldNameTheLikelyEncodingAndHowTheLineReads(String charset, String text) {
        String wanted = TextEncoding.named(charset.equals("GB18030") ? "gbk" : charset)
                .orElseThrow()
                .wireName();
        byte[] bytes = (HEADER + text + "\nC,cup\n").getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> read(bytes, null)).isInstanceOfSatisfying(UnreadableTextException.class, e -> {
            assertThat(e.line()).isEqualTo(3);
            assertThat(e)
                    .hasMessageContainingAll(
                            "looks like " + wanted,
                            "the line reads \"B," + text.substring(0, 8),
                            "--encoding " + wanted,
                            "save the file as UTF-8");
        });
    }

    @Test
    void shouldSayWhatToDoWhenNoEncodingIsLikely() {
        byte[] bytes = (HEADER + "\u00FF\u00FF\u00FE\u0081\u00FF").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(bytes, null))
                .isInstanceOf(UnreadableTextException.class)
                .hasMessageContainingAll("not UTF-8 from this line on: save", "--encoding NAME")
                .hasMessageNotContaining("looks like");
    }

    @Test
    void shouldNameTheLineWhenTheDeclaredEncodingIsWrong() {
        byte[] bytes = (HEADER + "caf\u00E9, \u0081\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(bytes, TextEncoding.WINDOWS_1252))
                .isInstanceOfSatisfying(
                        UnreadableTextException.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessageContaining("not windows-1252 from this line on");
    }

    @Test
    void shouldRefuseUtf8UnderAnotherNameBeforeItIsMisread() {
        byte[] bytes = (HEADER + "théière\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(bytes, TextEncoding.WINDOWS_1252))
                .hasMessageContaining("the file is UTF-8, not windows-1252: submit it without an encoding");
    }

    @Test
    void shouldTakePairsThatAreUtf8ByChanceWhenTheyAreDeclared() throws IOException {
        String text = HEADER + "模\n";
        assertThat(read(text.getBytes(TextEncoding.GBK.charset()), TextEncoding.GBK))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(names = {"UTF_16LE", "UTF_16BE"})
    void shouldRecogniseUtf16WithoutAMark(TextEncoding encoding) {
        byte[] bytes = HEADER.getBytes(encoding.charset());
        assertThatThrownBy(() -> read(bytes, null))
                .hasMessageContainingAll("UTF-16 without a byte order mark", "--encoding " + encoding.wireName());
    }

    @Test
    void shouldSayWhatTheFileIsWhenItIsNoText() {
        assertThatThrownBy(() -> read("%PDF-1.7 and so on".getBytes(StandardCharsets.UTF_8), null))
                .isInstanceOf(UnreadableTextException.class)
                .hasMessage("the file is a PDF, not CSV or JSONL: save the list as \"CSV UTF-8\" in the program that it"
                        + " comes from");
    }

    private static String read(byte[] bytes, @Nullable TextEncoding declared) throws IOException {
        StringWriter text = new StringWriter();
        TextSource.open(new ByteArrayInputStream(bytes), declared).transferTo(text);
        return text.toString();
    }
}
