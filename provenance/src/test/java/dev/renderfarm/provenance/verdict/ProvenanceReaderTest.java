package dev.renderfarm.provenance.verdict;

import static dev.renderfarm.provenance.credential.TestAuthority.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.credential.TestAuthority;
import dev.renderfarm.provenance.embed.Located;
import dev.renderfarm.provenance.embed.PictureFormat;
import dev.renderfarm.provenance.embed.Pictures;
import dev.renderfarm.provenance.manifest.IngredientPicture;
import dev.renderfarm.provenance.manifest.ModelCredit;
import dev.renderfarm.provenance.manifest.ProvenanceSigner;
import dev.renderfarm.provenance.manifest.SoftwareAgent;
import dev.renderfarm.provenance.manifest.Story;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvenanceReaderTest {

    private static final ModelCredit MODEL =
            new ModelCredit(new SoftwareAgent("z-image-turbo", "1.0"), "sha256:" + "ab".repeat(32));
    private static final Story CREATED = new Story.Created(MODEL);
    private static final String COMPOSITE =
            "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

    private final TestAuthority authority = new TestAuthority("Test root");
    private final ProvenanceReader reader = new ProvenanceReader(List.of(), () -> NOW);

    @TempDir
    private Path folder;

    private ProvenanceSigner signer;

    @BeforeEach
    void signWithAGoodCredential() {
        signer = new ProvenanceSigner(authority.issue().credential(folder), new SoftwareAgent("Renderfarm", "0.2.0"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindNothingWrongWhenAFileIsAsItWasSigned(PictureFormat format) throws MalformedException {
        // When
        ProvenanceVerdict verdict = reader.read(signer.signed(Pictures.of(format), CREATED));
        // Then
        ProvenanceVerdict.Judged judged = judged(verdict);
        assertThat(judged.faults()).isEmpty();
        assertThat(judged.isGood()).isTrue();
        assertThat(judged.generator()).isEqualTo("Renderfarm 0.2.0");
        assertThat(judged.signatory().subject()).contains("CN=Test signer");
        assertThat(judged.signatory().issuer()).contains("CN=Test root");
        assertThat(judged.actions())
                .containsExactly(new ToldAction(
                        "c2pa.created",
                        "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
                        "z-image-turbo 1.0"));
    }

    @Test
    void shouldTellOfThePhotoWhenAPictureWasMadeFromOne() throws MalformedException {
        // Given
        IngredientPicture source = new IngredientPicture("mug.jpg", "image/jpeg", "cd".repeat(32));
        // When
        ProvenanceVerdict edited = reader.read(signer.signed(Pictures.png(), new Story.Edited(MODEL, source)));
        ProvenanceVerdict composed = reader.read(signer.signed(Pictures.png(), new Story.Composed(MODEL, source)));
        // Then
        assertThat(judged(edited).faults()).isEmpty();
        assertThat(judged(edited).actions())
                .containsExactly(
                        new ToldAction("c2pa.opened", null, null),
                        new ToldAction("c2pa.edited", COMPOSITE, "z-image-turbo 1.0"));
        assertThat(judged(composed).faults()).isEmpty();
        assertThat(judged(composed).actions())
                .containsExactly(
                        new ToldAction("c2pa.created", COMPOSITE, "z-image-turbo 1.0"),
                        new ToldAction("c2pa.placed", null, null));
    }

    @Test
    void shouldSignToTheSameBytesEachTime() throws MalformedException {
        assertThat(signer.signed(Pictures.png(), CREATED)).isEqualTo(signer.signed(Pictures.png(), CREATED));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatTheFileWasChangedWhenAByteOutsideOfTheManifestWas(PictureFormat format)
            throws MalformedException {
        // Given
        byte[] file = signer.signed(Pictures.of(format), CREATED);
        Located manifest = format.find(file).orElseThrow();
        int pixel = manifest.end() + 4 < file.length ? file.length - 30 : manifest.start() - 2;
        // When
        file[pixel] ^= 1;
        // Then
        assertThat(judged(reader.read(file)).faults()).extracting(Fault::kind).containsExactly(FaultKind.FILE_CHANGED);
    }

    @Test
    void shouldNeverCallAFileGoodWhenAnyByteOfItWasChanged() throws MalformedException {
        // Given
        byte[] file = signer.signed(Pictures.png(), CREATED);
        Located manifest = PictureFormat.PNG.find(file).orElseThrow();
        int checksum = manifest.end() - Integer.BYTES;
        for (int i = 0; i < file.length; i++) {
            // When
            file[i] ^= 0x40;
            ProvenanceVerdict verdict = reader.read(file);
            file[i] ^= 0x40;
            // Then: a decoder of PNG looks at the chunk's checksum, and nothing else does
            if (i < checksum || i >= manifest.end()) {
                assertThat(verdict.isGood()).as("byte %d", i).isFalse();
            }
        }
    }

    @Test
    void shouldSayThatTheClaimIsAnotherWhenItWasWrittenAnew() throws MalformedException {
        // Given
        byte[] file = signer.signed(Pictures.png(), CREATED);
        replace(file, "Renderfarm", "Darkroom42");
        // Then
        assertThat(judged(reader.read(file)).has(FaultKind.SIGNATURE_MISMATCH)).isTrue();
    }

    @Test
    void shouldSayThatAnAssertionIsAnotherWhenTheModelWasReplaced() throws MalformedException {
        // Given
        byte[] file = signer.signed(Pictures.png(), CREATED);
        replace(file, "z-image-turbo", "human-artist!");
        // Then
        assertThat(judged(reader.read(file)).faults())
                .extracting(Fault::kind)
                .containsExactly(FaultKind.ASSERTION_CHANGED);
    }

    @Test
    void shouldSayThatTheCertificateExpiredWhenItsTimeIsOver() throws MalformedException {
        // Given
        Instant later = NOW.plus(Duration.ofDays(31));
        ProvenanceReader inAMonth = new ProvenanceReader(List.of(), () -> later);
        // Then
        assertThat(judged(inAMonth.read(signer.signed(Pictures.png(), CREATED))).faults())
                .extracting(Fault::kind)
                .containsExactly(FaultKind.CREDENTIAL_EXPIRED);
    }

    @Test
    void shouldTrustWhoeverLeadsToAnAnchorAndNobodyElse() throws MalformedException {
        // Given
        byte[] file = signer.signed(Pictures.png(), CREATED);
        ProvenanceReader friend = new ProvenanceReader(List.of(authority.certificate()), () -> NOW);
        ProvenanceReader stranger =
                new ProvenanceReader(List.of(new TestAuthority("Test root").certificate()), () -> NOW);
        // Then
        assertThat(judged(friend.read(file)).faults()).isEmpty();
        assertThat(judged(stranger.read(file)).faults())
                .extracting(Fault::kind)
                .containsExactly(FaultKind.CREDENTIAL_UNTRUSTED);
    }

    @Test
    void shouldSayThatThereIsNoneWhenAFileHasNoManifest() {
        assertThat(reader.read(Pictures.jpeg())).isEqualTo(new ProvenanceVerdict.Absent());
    }

    @Test
    void shouldNotSignAFileWhenItHasAManifestAlreadyOrIsNoPicture() throws MalformedException {
        // Given
        byte[] signed = signer.signed(Pictures.png(), CREATED);
        // Then
        assertThatThrownBy(() -> signer.signed(signed, CREATED)).hasMessage("PNG has a manifest already");
        assertThatThrownBy(() -> signer.signed(new byte[100], CREATED))
                .hasMessage("file is neither PNG nor JPEG nor WebP");
    }

    @Test
    void shouldSayWhatIsWrongWhenAManifestIsNonsense() throws MalformedException {
        // Given
        byte[] nonsense =
                PictureFormat.PNG.embedded(Pictures.png(), new byte[100]).file();
        // Then
        assertThat(reader.read(nonsense))
                .isEqualTo(new ProvenanceVerdict.Unreadable("JUMBF box says that it has 0 bytes where 100 are"));
        assertThat(reader.read(new byte[3]))
                .isEqualTo(new ProvenanceVerdict.Unreadable("file is neither PNG nor JPEG nor WebP"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveAVerdictThatIsNotGoodWhateverHappensToAFile(PictureFormat format) throws MalformedException {
        // Given
        byte[] file = signer.signed(Pictures.of(format), CREATED);
        Located manifest = format.find(file).orElseThrow();
        Random random = new Random(20260301);
        for (int i = 0; i < 3_000; i++) {
            byte[] hostile = random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
            int from = Math.min(manifest.start() + 8, hostile.length);
            for (int k = random.nextInt(8); k >= 0 && from < hostile.length; k--) {
                hostile[from + random.nextInt(hostile.length - from)] = (byte) random.nextInt();
            }
            if (Arrays.equals(hostile, file)) {
                continue;
            }
            // When
            ProvenanceVerdict verdict = reader.read(hostile);
            // Then
            assertThat(verdict).isNotNull();
        }
    }

    @Test
    void shouldRefuseADigestWhenItLeavesOutMoreThanTheManifest() throws MalformedException {
        // Given
        DataHash greedy =
                new DataHash(HashAlgorithm.SHA_256, List.of(new DataHash.Range(33, 1_000)), CborValue.of(new byte[32]));
        Located manifest = new Located(33, 500, ByteBuffer.allocate(0));
        // Then
        assertThat(greedy.fault(new byte[2_000], manifest).orElseThrow())
                .startsWith("digest leaves out bytes from 33 on");
    }

    private static void replace(byte[] file, String from, String to) {
        byte[] wanted = from.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + wanted.length <= file.length; i++) {
            if (Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
                System.arraycopy(to.getBytes(StandardCharsets.US_ASCII), 0, file, i, wanted.length);
                return;
            }
        }
        throw new AssertionError("the file has no " + from);
    }

    private static ProvenanceVerdict.Judged judged(ProvenanceVerdict verdict) {
        assertThat(verdict).isInstanceOf(ProvenanceVerdict.Judged.class);
        return (ProvenanceVerdict.Judged) verdict;
    }
}
