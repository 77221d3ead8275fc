package dev.renderfarm.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextEncodingTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeKnownToThisJdkAndByItsName(TextEncoding encoding) {
        assertThat(encoding.charset().canEncode()).isTrue();
        assertThat(TextEncoding.named(encoding.wireName())).contains(encoding);
        assertThat(TextEncoding.describeAll()).contains(encoding.wireName());
    }

    @ParameterizedTest
    @CsvSource({
        "UTF8, UTF_8",
        "Windows-1252, WINDOWS_1252",
        "cp1252, WINDOWS_1252",
        "Latin-1, WINDOWS_1252",
        "ISO_8859_1, WINDOWS_1252",
        "GB2312, GBK",
        "cp936, GBK",
        "GB18030, GB18030",
        "Shift-JIS, SHIFT_JIS",
        "sjis, SHIFT_JIS",
        "Big5, BIG5",
        "utf-16, UTF_16LE"
    })
    void shouldBeFoundByTheNamesThatPeopleUse(String name, TextEncoding encoding) {
        assertThat(TextEncoding.named(name)).contains(encoding);
    }

    @Test
    void shouldBeAbsentWhenALaterReleaseWroteAnotherOne() {
        InputRules rules = Json.read("{\"encoding\":\"koi9\"}", InputRules.class);
        assertThat(rules).isEqualTo(InputRules.DEFAULT);
        assertThat(TextEncoding.named("ansi")).isEmpty();
    }
}
