package dev.renderfarm.provenance.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CborTest {

    /** Examples of RFC 8949, appendix A. */
    static List<Arguments> examples() {
        return List.of(
                Arguments.of(CborValue.of(0), "00"),
                Arguments.of(CborValue.of(23), "17"),
                Arguments.of(CborValue.of(24), "1818"),
                Arguments.of(CborValue.of(1000), "1903e8"),
                Arguments.of(CborValue.of(1_000_000), "1a000f4240"),
                Arguments.of(CborValue.of(1_000_000_000_000L), "1b000000e8d4a51000"),
                Arguments.of(CborValue.of(-1), "20"),
                Arguments.of(CborValue.of(-1000), "3903e7"),
                Arguments.of(CborValue.of("\u6c34"), "63e6b0b4"),
                Arguments.of(CborValue.of(new byte[] {1, 2, 3, 4}), "4401020304"),
                Arguments.of(CborValue.items(CborValue.of(1), CborValue.of(2)), "820102"),
                Arguments.of(new CborValue.Truth(true), "f5"),
                Arguments.of(new CborValue.Nothing(), "f6"),
                Arguments.of(new CborValue.Real(1.1), "fb3ff199999999999a"),
                Arguments.of(new CborValue.Tagged(18, CborValue.items()), "d280"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldWriteAndReadTheBytesOfTheStandard(CborValue value, String hex) throws MalformedException {
        assertThat(HexFormat.of().formatHex(CborEncoder.encode(value))).isEqualTo(hex);
        assertThat(decode(hex)).isEqualTo(value);
    }

    @Test
    void shouldOrderKeysByTheirBytesWhenTheyComeInAnyOrder() {
        // Given
        CborValue value = CborValue.map("bb", CborValue.of(1), "a", CborValue.of(2), "c", CborValue.of(3));
        // Then
        assertThat(HexFormat.of().formatHex(CborEncoder.encode(value))).isEqualTo("a3616102616303626262" + "01");
    }

    @ParameterizedTest
    @CsvSource({
        "9f0102ff,Items[values=[Whole[value=1]; Whole[value=2]]]",
        "7f61616162ff,Text[value=ab]",
        "5f4101420203ff,Bytes[010203]",
        "bf616101ff,Entries[values={Text[value=a]=Whole[value=1]}]",
        "f93c00,Real[value=1.0]",
        "f90001,Real[value=5.9604644775390625E-8]",
        "f97c00,Real[value=Infinity]",
        "f9c400,Real[value=-4.0]",
        "fa47c35000,Real[value=100000.0]",
        "f7,Nothing[]",
        "f818,Nothing[]"
    })
    void shouldReadWhatOthersWriteWhenItIsInAnotherForm(String hex, String expected) throws MalformedException {
        assertThat(decode(hex)).hasToString(expected.replace(';', ','));
    }

    @ParameterizedTest
    @CsvSource({
        "'',CBOR ends in the middle of a value",
        "18,CBOR ends in the middle of a value",
        "1b0000,CBOR ends in the middle of a value",
        "0000,CBOR has 1 bytes after its value",
        "5b7fffffffffffffff,CBOR says that 9223372036854775807 follow where 0 bytes are",
        "9b7fffffffffffffff,CBOR says that 9223372036854775807 follow where 0 bytes are",
        "bb7fffffffffffffff,CBOR says that 9223372036854775807 follow where 0 bytes are",
        "1bffffffffffffffff,CBOR has a number beyond 63 bits",
        "9f01,CBOR ends in the middle of a value",
        "ff,CBOR ends something that was not begun",
        "1c,CBOR has a head that is reserved: 28",
        "62c328,CBOR has a text that is not UTF-8",
        "a2616101616102,CBOR map has a key twice",
        "7f4101ff,CBOR string has a piece of another type"
    })
    void shouldSayWhatIsWrongWhenBytesAreNoCbor(String hex, String message) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOf(MalformedException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseNestingWhenItIsDeep() {
        assertThatThrownBy(() -> decode("81".repeat(100_000) + "00"))
                .isInstanceOf(MalformedException.class)
                .hasMessage("CBOR is nested more than 32 deep");
    }

    @Test
    void shouldRefuseValuesWhenThereAreTooMany() {
        assertThatThrownBy(() -> decode("9a000f4240" + "00".repeat(1_000_000)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("CBOR has more than 100000 values");
    }

    @Test
    void shouldGiveAValueOrARefusalWhateverTheBytes() {
        // Given
        long seed = 20260301;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            // When
            try {
                CborValue value = CborDecoder.decode(ByteBuffer.wrap(bytes));
                // Then
                assertThat(value).isNotNull();
            } catch (MalformedException e) {
                assertThat(e).hasMessageStartingWith("CBOR ");
            }
        }
    }

    @Test
    void shouldNameTheKeyWhenAMapLacksIt() {
        // Given
        CborValue.Entries map = new CborValue.Entries(Map.of(CborValue.of("a"), CborValue.of(1)));
        // Then
        assertThatThrownBy(() -> map.text("a")).hasMessage("CBOR map has no a that is text");
        assertThatThrownBy(() -> map.bytes("b")).hasMessage("CBOR map has no b that is a byte string");
        assertThatThrownBy(() -> map.maps("a")).hasMessage("CBOR map has no a that is an array");
    }

    private static CborValue decode(String hex) throws MalformedException {
        return CborDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
}
