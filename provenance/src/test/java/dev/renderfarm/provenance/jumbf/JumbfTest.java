package dev.renderfarm.provenance.jumbf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JumbfTest {

    /** A store of one assertion store, which has one assertion, the number 7. */
    private static final String BOXES =
            // jumb, 118 bytes; jumd; c2pa, may be requested, label "c2pa"
            "00000076" + "6a756d62" + "0000001e" + "6a756d64" + "6332706100110010800000aa00389b71" + "03" + "6332706100"
                    // jumb; jumd; c2as, label "as"
                    + "00000050" + "6a756d62" + "0000001c" + "6a756d64" + "6332617300110010800000aa00389b71" + "03"
                    + "617300"
                    // jumb; jumd; cbor, label "x"; cbor, the number 7
                    + "0000002c" + "6a756d62" + "0000001b" + "6a756d64" + "63626f7200110010800000aa00389b71" + "03"
                    + "7800" + "00000009" + "63626f72" + "07";

    private static byte[] written() {
        return JumbfWriter.superbox(
                BoxType.MANIFEST_STORE,
                "c2pa",
                JumbfWriter.superbox(
                        BoxType.ASSERTION_STORE,
                        "as",
                        JumbfWriter.superbox(BoxType.CBOR, "x", JumbfWriter.cbor(new byte[] {7}))));
    }

    @Test
    void shouldWriteTheBytesOfTheStandard() {
        String hex = HexFormat.of().formatHex(written());
        assertThat(hex.substring(0, 16)).isEqualTo("%08x6a756d62".formatted(hex.length() / 2));
        assertThat(hex).isEqualTo(BOXES);
    }

    @Test
    void shouldReadLabelsTypesAndContents() throws MalformedException {
        // When
        Superbox store = JumbfReader.read(ByteBuffer.wrap(written()));
        // Then
        Superbox assertion = store.only(BoxType.ASSERTION_STORE, "as").box("x").orElseThrow();
        assertThat(store.label()).isEqualTo("c2pa");
        assertThat(assertion.is(BoxType.CBOR)).isTrue();
        assertThat(assertion.cbor()).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
        assertThat(assertion.payload().remaining()).isEqualTo(0x2c - 8);
    }

    @ParameterizedTest
    @CsvSource({
        "00,JUMBF ends in the middle of a box",
        "ffffffff6a756d62,JUMBF box says that it has 4294967295 bytes where 8 are",
        "000000006a756d62,JUMBF box says that it has 0 bytes where 8 are",
        "00000008636f6465,JUMBF begins with something else than a superbox",
        "000000086a756d62,JUMBF ends in the middle of a box",
        "000000106a756d62000000086a756d64,JUMBF superbox begins without a description",
        "000000216a756d62000000196a756d6463626f7200110010800000aa00389b7180,JUMBF description has a toggle that is"
                + " reserved"
    })
    void shouldSayWhatIsWrongWhenBoxesLie(String hex, String message) {
        assertThatThrownBy(() -> JumbfReader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOf(MalformedException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseBytesWhenTheyComeAfterTheBox() {
        assertThatThrownBy(() -> JumbfReader.read(ByteBuffer.wrap(HexFormat.of().parseHex(BOXES + "00"))))
                .hasMessage("JUMBF has 1 bytes after its superbox");
    }

    @Test
    void shouldRefuseNestingWhenItIsDeep() {
        // Given
        byte[] boxes = written();
        for (int i = 0; i < 100; i++) {
            boxes = JumbfWriter.superbox(BoxType.MANIFEST, "m", boxes);
        }
        ByteBuffer deep = ByteBuffer.wrap(boxes);
        // Then
        assertThatThrownBy(() -> JumbfReader.read(deep)).hasMessage("JUMBF is nested more than 8 deep");
    }

    @Test
    void shouldRefuseBoxesWhenThereAreTooMany() {
        // Given
        byte[][] many = new byte[20_000][];
        Arrays.fill(many, JumbfWriter.cbor(new byte[0]));
        ByteBuffer boxes = ByteBuffer.wrap(JumbfWriter.superbox(BoxType.MANIFEST, "m", many));
        // Then
        assertThatThrownBy(() -> JumbfReader.read(boxes)).hasMessage("JUMBF has more than 10000 boxes");
    }

    @Test
    void shouldRefuseALabelWhenItDoesNotEnd() {
        // Given
        ByteBuffer boxes = ByteBuffer.wrap(JumbfWriter.superbox(BoxType.MANIFEST, "m".repeat(5_000)));
        // Then
        assertThatThrownBy(() -> JumbfReader.read(boxes)).hasMessage("JUMBF label does not end within 1024 bytes");
    }
}
