package dev.renderfarm.provenance.credential;

import static dev.renderfarm.provenance.credential.TestAuthority.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.provenance.cose.CoseAlgorithm;
import dev.renderfarm.provenance.credential.TestAuthority.Issued;
import dev.renderfarm.provenance.credential.TestAuthority.Wish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningCredentialTest {

    private static final byte[] MESSAGE = "sample".getBytes(StandardCharsets.US_ASCII);

    private final TestAuthority authority = new TestAuthority("Test root");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"secp256r1,ES256", "secp384r1,ES384", "secp521r1,ES512", "Ed25519,EDDSA"})
    void shouldSignTheSameWayEachTimeSoThatJavaTakesItWhenTheKeyIsOfAKindThatItTakes(
            String kind, CoseAlgorithm algorithm) throws GeneralSecurityException {
        // Given
        Issued issued = authority.issue(Wish.good(), TestAuthority.keys(kind));
        SigningCredential credential = issued.credential(folder);
        // When
        byte[] signature = credential.sign(MESSAGE);
        // Then
        Signature verifier = algorithm.signature();
        verifier.initVerify(issued.keys().getPublic());
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(credential.sign(MESSAGE)).isEqualTo(signature);
        assertThat(credential.algorithm()).isEqualTo(algorithm);
    }

    @Test
    void shouldLeaveOutTheRootWhenItStandsInTheChain() {
        // When
        SigningCredential credential = authority.issue().credential(folder);
        // Then
        assertThat(credential.chain()).singleElement().satisfies(certificate -> assertThat(
                        certificate.getSubjectX500Principal().getName())
                .contains("CN=Test signer"));
        assertThat(credential.subject()).contains("Test signer");
        assertThat(credential.validUntil()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void shouldRefuseAKeyWhenItIsNotThatOfTheCertificate() {
        // Given
        Path chain = authority.issue().writeChain(folder.resolve("chain.pem"));
        Path key = authority.issue().writeKey(folder.resolve("other.key"));
        // Then
        refused(chain, key, "other.key has another key than that of", "comes first");
    }

    @Test
    void shouldRefuseACertificateWhenItHasExpiredOrIsNotValidYet() {
        // Given
        Issued expired = authority.issue(Wish.good().until(NOW.minusSeconds(1)));
        Issued early = authority.issue(Wish.good().from(NOW.plusSeconds(60)));
        // Then
        refused(expired, "expired at 2026-03-01T11:59:59Z", "have a new one issued");
        refused(early, "valid from 2026-03-01T12:01:00Z", "mend the clock");
    }

    @Test
    void shouldRefuseACertificateWhenItsPurposeIsAnother() {
        refused(
                authority.issue(Wish.good().withPurposes("1.3.6.1.5.5.7.3.1")),
                "none of the purposes",
                "emailProtection, documentSigning");
        refused(
                authority.issue(Wish.good().withPurposes("2.5.29.37.0", "1.3.6.1.5.5.7.3.4")),
                "without anyExtendedKeyUsage");
        refused(authority.issue(Wish.good().withPurposes()), "none of the purposes");
    }

    @Test
    void shouldRefuseACertificateWhenItIsThatOfAnAuthority() {
        refused(authority.issue(Wish.good().ofAnAuthority()), "CA:FALSE", "keyUsage digitalSignature");
    }

    @Test
    void shouldRefuseACertificateWhenItWasIssuedByItself() {
        // Given
        Path chain = authority.writeCertificate(folder.resolve("root.pem"));
        Path key = authority.issue().writeKey(folder.resolve("signer.key"));
        // Then
        refused(chain, key, "issued by itself");
    }

    @Test
    void shouldRefuseAChainWhenItIsOutOfOrder() {
        // Given
        Issued issued = authority.issue();
        TestAuthority stranger = new TestAuthority("Stranger");
        Issued wrong = new Issued(issued.keys(), List.of(issued.chain().get(0), stranger.certificate()));
        // Then
        refused(wrong, "did not issue it", "put the signer's first");
    }

    @Test
    void shouldRefuseAKeyOfRsaBecauseItsSignaturesDiffer() {
        refused(authority.issue(Wish.good(), TestAuthority.keys("RSA")), "of kind RSA", "P-256");
    }

    @Test
    void shouldSayHowToConvertWhenTheKeyIsInAnotherForm() throws IOException {
        // Given
        Path chain = authority.issue().writeChain(folder.resolve("chain.pem"));
        Path key = folder.resolve("signer.key");
        // Then
        Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n");
        refused(chain, key, "openssl pkcs8 -topk8 -nocrypt");
        Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMHcC\n-----END ENCRYPTED PRIVATE KEY-----\n");
        refused(chain, key, "with a password");
        Files.writeString(key, "nothing");
        refused(chain, key, "has no private key");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nMHcC\n-----END PRIVATE KEY-----\n");
        refused(chain, key, "of a kind that is not supported");
    }

    @Test
    void shouldSayWhichFileWhenItIsMissingOrHasNoCertificate() throws IOException {
        // Given
        Path key = authority.issue().writeKey(folder.resolve("signer.key"));
        Path none = folder.resolve("none.pem");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        // Then
        refused(none, key, "none.pem cannot be read", "mount it");
        refused(empty, key, "empty.pem has no certificate");
        refused(nonsense, key, "nonsense.pem has");
    }

    private void refused(Issued issued, String... words) {
        refused(issued.writeChain(folder.resolve("chain.pem")), issued.writeKey(folder.resolve("signer.key")), words);
    }

    private static void refused(Path chain, Path key, String... words) {
        assertThatThrownBy(() -> SigningCredential.read(chain, key, NOW))
                .isInstanceOf(CredentialException.class)
                .hasMessageContainingAll(words);
    }
}
