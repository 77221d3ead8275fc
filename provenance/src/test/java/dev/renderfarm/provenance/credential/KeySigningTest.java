package dev.renderfarm.provenance.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.provenance.cose.CoseAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeySigningTest {

    @Test
    void shouldGiveTheSignatureOfTheStandardWhenKeyAndMessageAreThoseOfItsExample() {
        // Given: RFC 6979, appendix A.2.5, SHA-256 of "sample"
        KeySigning.Deterministic key = new KeySigning.Deterministic(
                CoseAlgorithm.ES256,
                "P-256",
                new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16));
        // When
        byte[] signature = key.sign("sample".getBytes(StandardCharsets.US_ASCII));
        // Then
        assertThat(HexFormat.of().withUpperCase().formatHex(signature))
                .isEqualTo("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    }

    @Test
    void shouldKeepTheSecretOutOfWhatIsPrinted() {
        // Given
        KeySigning key = new KeySigning.Deterministic(CoseAlgorithm.ES256, "P-256", BigInteger.valueOf(123_456_789));
        // Then
        assertThat(key).asString().doesNotContain("123456789");
    }
}
