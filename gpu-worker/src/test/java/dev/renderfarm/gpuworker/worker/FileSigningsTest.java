package dev.renderfarm.gpuworker.worker;

import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static dev.renderfarm.provenance.credential.TestAuthority.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import dev.renderfarm.gpuworker.png.PngFile;
import dev.renderfarm.gpuworker.png.PngLevel;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.provenance.SigningLapsedException;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.provenance.credential.CredentialException;
import dev.renderfarm.provenance.credential.TestAuthority;
import dev.renderfarm.provenance.credential.TestAuthority.Issued;
import dev.renderfarm.provenance.credential.TestAuthority.Wish;
import dev.renderfarm.provenance.verdict.ProvenanceReader;
import dev.renderfarm.provenance.verdict.ProvenanceVerdict;
import dev.renderfarm.provenance.verdict.ToldAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSigningsTest {

    private final TestAuthority authority = new TestAuthority("Test root");

    @TempDir
    private Path folder;

    @Test
    void shouldSignNothingWhenNothingIsSetUp() {
        assertThat(signings(null, null).of(MANIFEST)).isSameAs(FileSigning.NONE);
        assertThat(FileSigning.NONE.signed(new byte[] {1}, null)).containsExactly(1);
    }

    @Test
    void shouldSignAPngSoThatItSaysWhichModelMadeIt() {
        // Given
        Issued issued = authority.issue();
        FileSigning signing = signings(
                        issued.writeChain(folder.resolve("chain.pem")), issued.writeKey(folder.resolve("signer.key")))
                .of(MANIFEST);
        ImageRequest request = request(1);
        byte[] rgb = new byte[request.size().width() * request.size().height() * 3];
        byte[] file = PngFile.encode(rgb, request, ModelLabel.of(MANIFEST), PngLevel.FAST);
        // When
        byte[] signed = signing.signed(file, null);
        // Then
        ProvenanceVerdict verdict = new ProvenanceReader(List.of(authority.certificate()), () -> NOW).read(signed);
        assertThat(verdict.isGood()).as("%s", verdict).isTrue();
        assertThat(((ProvenanceVerdict.Judged) verdict).generator()).isEqualTo("Renderfarm 1.2.3");
        assertThat(((ProvenanceVerdict.Judged) verdict).actions())
                .extracting(ToldAction::agent)
                .containsExactly(MANIFEST.name() + " " + MANIFEST.version());
        assertThat(signing.signed(file, null)).isEqualTo(signed);
        assertThat(signing.form()).contains("c2pa");
    }

    @Test
    void shouldSayWhetherAPhotoWasDrawnOverOrPlacedAndWhatItsFileWas() {
        // Given
        Issued issued = authority.issue();
        FileSigning signing = signings(
                        issued.writeChain(folder.resolve("chain.pem")), issued.writeKey(folder.resolve("signer.key")))
                .of(MANIFEST);
        ImageRequest plain = request(1);
        byte[] rgb = new byte[plain.size().width() * plain.size().height() * 3];
        byte[] file = PngFile.encode(rgb, plain, ModelLabel.of(MANIFEST), PngLevel.FAST);
        SourcePicture mug = new SourcePicture("sources/mug", "ab".repeat(32), 100, 16, 16);
        // When
        byte[] edited = signing.signed(file, new SourceUse(mug, "image/jpeg", false));
        byte[] composed = signing.signed(file, new SourceUse(mug, "image/webp", true));
        // Then
        assertThat(actions(edited)).containsExactly("c2pa.opened", "c2pa.edited");
        assertThat(actions(composed)).containsExactly("c2pa.created", "c2pa.placed");
        // texts of fewer than 24 bytes stand behind a byte of their length (RFC 8949, section 3)
        assertThat(new String(edited, StandardCharsets.ISO_8859_1))
                .contains("idc:formatjimage/jpeg", "lrelationshiphparentOf", "hdc:titlecmug");
        assertThat(new String(composed, StandardCharsets.ISO_8859_1))
                .contains("idc:formatjimage/webp", "lrelationshipkcomponentOf");
    }

    private static List<String> actions(byte[] file) {
        ProvenanceVerdict verdict = new ProvenanceReader(List.of(), () -> NOW).read(file);
        assertThat(verdict.isGood()).as("%s", verdict).isTrue();
        return ((ProvenanceVerdict.Judged) verdict)
                .actions().stream().map(ToldAction::action).toList();
    }

    @Test
    void shouldRefuseToStartWhenOnlyOneOfTheFilesIsGiven() {
        assertThatThrownBy(() -> signings(folder.resolve("chain.pem"), null).of(MANIFEST))
                .isInstanceOf(CredentialException.class)
                .hasMessage("renderfarm.provenance.c2pa.private-key is missing: give it beside"
                        + " renderfarm.provenance.c2pa.certificate-chain, or neither to sign nothing");
    }

    @Test
    void shouldRefuseToStartWhenTheCertificateHasExpired() {
        // Given
        Issued issued = authority.issue(Wish.good().until(NOW.minusSeconds(1)));
        FileSignings signings =
                signings(issued.writeChain(folder.resolve("chain.pem")), issued.writeKey(folder.resolve("signer.key")));
        // Then
        assertThatThrownBy(() -> signings.of(MANIFEST)).hasMessageContaining("have a new one issued");
    }

    @Test
    void shouldSignNothingMoreOnceTheCertificateHasExpired() {
        // Given
        Issued issued = authority.issue(Wish.good().until(NOW.plusSeconds(60)));
        ManualTime time = new ManualTime(NOW);
        FileSigning signing = signings(
                        issued.writeChain(folder.resolve("chain.pem")),
                        issued.writeKey(folder.resolve("signer.key")),
                        time)
                .of(MANIFEST);
        ImageRequest request = request(1);
        byte[] rgb = new byte[request.size().width() * request.size().height() * 3];
        byte[] file = PngFile.encode(rgb, request, ModelLabel.of(MANIFEST), PngLevel.FAST);
        assertThat(signing.lapse()).isEmpty();
        assertThat(signing.signed(file, null)).isNotEqualTo(file);
        // When
        time.advance(Duration.ofSeconds(61));
        // Then
        assertThat(signing.lapse()).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("the certificate in whose name this worker signs pictures expired at ")
                .endsWith(": give it a new one and restart it"));
        assertThatThrownBy(() -> signing.signed(file, null)).isInstanceOf(SigningLapsedException.class);
    }

    private static FileSignings signings(@Nullable Path chain, @Nullable Path key) {
        return signings(chain, key, () -> NOW);
    }

    private static FileSignings signings(@Nullable Path chain, @Nullable Path key, InstantSource clock) {
        C2paConfig config = new C2paConfig() {
            @Override
            public Optional<Path> certificateChain() {
                return Optional.ofNullable(chain);
            }

            @Override
            public Optional<Path> privateKey() {
                return Optional.ofNullable(key);
            }
        };
        return new FileSignings(config, "1.2.3", clock);
    }
}
