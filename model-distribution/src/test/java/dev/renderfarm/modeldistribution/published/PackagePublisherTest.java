package dev.renderfarm.modeldistribution.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modeldistribution.published.PackagePublisher.Change;
import dev.renderfarm.modelpackage.folder.FileDigest;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagePublisherTest {

    @TempDir
    private Path folder;

    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final List<String> sent = new ArrayList<>();
    private final PackagePublisher publisher = new PackagePublisher(bucket, (path, bytes, there) -> {
        if (!there) {
            sent.add(path);
        }
    });
    private ModelPackage model;

    @BeforeEach
    void makePackage() throws IOException {
        model = SmallPackage.in(folder, 1);
    }

    @Test
    void shouldPutAPackageBelowItsNameAndDigest() throws IOException {
        // When
        var publication = publisher.publish(model, SmallPackage.ROOT);
        // Then
        assertThat(publication.change()).isEqualTo(Change.PUBLISHED);
        assertThat(publication.address())
                .hasToString(
                        "s3://shop/models/small/" + model.manifest().digest().substring("sha256:".length()));
        assertThat(PublishedPackage.read(bucket, publication.address()).manifest())
                .isEqualTo(model.manifest());
        assertThat(bucket.keys()).hasSize(model.manifest().files().size() + 1);
    }

    @Test
    void shouldShowNothingWhenItIsCutOff() throws IOException {
        // Given
        bucket.failWith(key ->
                key.contains("vae_decoder") ? Optional.of(InMemoryObjectStore.refusal(Kind.FULL)) : Optional.empty());
        // When
        assertThatThrownBy(() -> publisher.publish(model, SmallPackage.ROOT)).hasMessageContaining("refused");
        // Then
        bucket.failWith(key -> Optional.empty());
        assertThat(bucket.keys()).isNotEmpty();
        assertThat(PublishedPackages.addresses(bucket, SmallPackage.ROOT, 99)).isEmpty();
        // and it goes on there
        sent.clear();
        publisher.publish(model, SmallPackage.ROOT);
        assertThat(sent).containsExactly("vae_decoder/saved_model.pb");
        assertThat(PublishedPackages.addresses(bucket, SmallPackage.ROOT, 99)).hasSize(1);
    }

    @Test
    void shouldDoNothingWhenThePackageIsThere() throws IOException {
        // Given
        publisher.publish(model, SmallPackage.ROOT);
        sent.clear();
        // When
        var again = publisher.publish(model, SmallPackage.ROOT);
        // Then
        assertThat(again.change()).isEqualTo(Change.WAS_THERE);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldAddAGoldenRecordWhenThereIsNone() throws IOException {
        // Given
        publisher.publish(model, SmallPackage.ROOT);
        sent.clear();
        // When
        var added = publisher.publish(model.withGoldenRecord(new byte[] {1}), SmallPackage.ROOT);
        // Then
        assertThat(added.change()).isEqualTo(Change.RECORD_ADDED);
        assertThat(sent).containsExactly(ModelManifest.GOLDEN_RECORD);
        assertThat(PublishedPackage.read(bucket, added.address()).manifest().files())
                .containsKey(ModelManifest.GOLDEN_RECORD);
    }

    @Test
    void shouldChangeNothingWhenAnotherGoldenRecordIsThere() throws IOException {
        // Given
        ModelPackage recorded = model.withGoldenRecord(new byte[] {1});
        var there = publisher.publish(recorded, SmallPackage.ROOT);
        ModelPackage again = recorded.withGoldenRecord(new byte[] {2});
        // When / Then
        assertThatThrownBy(() -> publisher.publish(again, SmallPackage.ROOT))
                .isInstanceOfSatisfying(
                        DistributionException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessageContaining("--to");
        assertThat(PublishedPackage.read(bucket, there.address()).manifest()).isEqualTo(recorded.manifest());
    }

    @Test
    void shouldMendWhatIsDamagedInItsSizeWhenAllIsSentAgain() throws IOException {
        // Given
        PackageAddress address = publisher.publish(model, SmallPackage.ROOT).address();
        Path weights = model.denoiser().resolve("saved_model.pb");
        String key = address.key("transformer/saved_model.pb");
        bucket.put(key, new byte[(int) Files.size(weights)], "x", Map.of());
        // When
        var again = publisher.publishAgain(model, SmallPackage.ROOT);
        // Then
        assertThat(again.change()).isEqualTo(Change.SENT_AGAIN);
        assertThat(bucket.get(key).readAllBytes()).isEqualTo(Files.readAllBytes(weights));
    }

    @Test
    void shouldMendADamagedManifestWhenAllIsSentAgain() throws IOException {
        // Given
        PackageAddress address = publisher.publish(model, SmallPackage.ROOT).address();
        bucket.put(address.key(ModelManifest.FILE_NAME), new byte[] {'<'}, "x", Map.of());
        assertThatThrownBy(() -> publisher.publish(model, SmallPackage.ROOT)).hasMessageContaining("--again");
        // When
        publisher.publishAgain(model, SmallPackage.ROOT);
        // Then
        assertThat(PublishedPackage.read(bucket, address).manifest()).isEqualTo(model.manifest());
    }

    @Test
    void shouldNotChangeTheGoldenRecordWhenAllIsSentAgain() throws IOException {
        // Given
        ModelPackage recorded = model.withGoldenRecord(new byte[] {1});
        publisher.publish(recorded, SmallPackage.ROOT);
        ModelPackage another = recorded.withGoldenRecord(new byte[] {2});
        sent.clear();
        // When / Then
        assertThatThrownBy(() -> publisher.publishAgain(another, SmallPackage.ROOT))
                .hasMessageContaining("never changes");
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSendTheGoldenRecordWhenOneOfItsSizeWasLeftThere() throws IOException {
        // Given
        ModelPackage recorded = model.withGoldenRecord(new byte[] {1});
        String digest = model.manifest().digest().substring("sha256:".length());
        String key = SmallPackage.ROOT.below("small").below(digest).key(ModelManifest.GOLDEN_RECORD);
        bucket.put(key, new byte[] {2}, "x", Map.of());
        // When
        publisher.publish(recorded, SmallPackage.ROOT);
        // Then
        assertThat(bucket.get(key).readAllBytes()).containsExactly(1);
    }

    @Test
    void shouldNameTheFileWhenNobodyCouldFetchIt() throws IOException {
        // Given
        Files.write(folder.resolve("transformer/my weights"), new byte[] {1});
        Files.write(
                folder.resolve(ModelManifest.FILE_NAME), Json.bytes(SmallPackage.listing(FileDigest.ofFolder(folder))));
        ModelPackage odd = ModelPackage.open(folder);
        // When / Then
        assertThatThrownBy(() -> publisher.publish(odd, SmallPackage.ROOT))
                .isInstanceOfSatisfying(
                        DistributionException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST))
                .hasMessageContaining("transformer/my weights")
                .hasMessageContaining("give it another name");
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void shouldPublishNothingWhenAFileWasChanged() throws IOException {
        // Given
        Files.write(model.denoiser().resolve("saved_model.pb"), new byte[] {9});
        // When / Then
        assertThatThrownBy(() -> publisher.publish(model, SmallPackage.ROOT))
                .hasMessageContaining("transformer/saved_model.pb is changed");
        assertThat(bucket.keys()).isEmpty();
    }
}
