package dev.renderfarm.modeldistribution.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedPackageTest {

    private static final PackageAddress PLACE = PackageAddress.parse("s3://shop/mirror/small");
    private static final String SHA = Sha256.hex("x");

    private final InMemoryObjectStore bucket = new InMemoryObjectStore();

    @Test
    void shouldReadAPackageWhenSomebodyElseCopiedItThere() {
        // Given
        ModelManifest manifest = SmallPackage.listing(Map.of("transformer/saved_model.pb", SHA));
        put(PLACE, Json.bytes(manifest));
        // When
        PublishedPackage published = PublishedPackage.read(bucket, PLACE);
        // Then
        assertThat(published.manifest()).isEqualTo(manifest);
        assertThat(published.fingerprint()).isEqualTo(Sha256.hex(Json.bytes(manifest)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "transformer/../../x",
                "a//b",
                "./a",
                "a\\..\\b",
                "a\u0000b",
                "a/b/",
                "",
                "model.json",
                "model.json/a"
            })
    void shouldRefuseAManifestWhenAPathLeadsElsewhere(String path) {
        // Given
        put(PLACE, Json.bytes(SmallPackage.listing(Map.of(path, SHA))));
        // When / Then
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE))
                .isInstanceOf(DistributionException.class)
                .hasMessageContaining("model.json lists")
                .hasMessageContaining("publish it again");
    }

    @Test
    void shouldRefuseAManifestWhenAFileIsAFolderToo() {
        put(PLACE, Json.bytes(SmallPackage.listing(Map.of("a", SHA, "a/b", SHA))));
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE))
                .hasMessageContaining("a as a file and as a folder");
    }

    @Test
    void shouldRefuseAManifestWhenNoDiskTakesAName() {
        put(PLACE, Json.bytes(SmallPackage.listing(Map.of("a/" + "b".repeat(256), SHA))));
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE)).hasMessageContaining("a name of 256 characters");
    }

    @Test
    void shouldRefuseAManifestWhenADigestIsNone() {
        put(PLACE, Json.bytes(SmallPackage.listing(Map.of("a", "../" + SHA))));
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE)).hasMessageContaining("SHA-256 that is none");
    }

    @Test
    void shouldRefuseAManifestWhenItWasChanged() {
        // Given
        String json = Json.string(SmallPackage.listing(Map.of("a", SHA)));
        put(PLACE, json.replace(SHA, Sha256.hex("another")).getBytes(UTF_8));
        // When / Then
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE)).hasMessageContaining("what it lists has sha256");
    }

    @Test
    void shouldRefuseAPackageWhenItsAddressPromisesAnotherDigest() {
        // Given
        PackageAddress promise = PLACE.below("0".repeat(64));
        put(promise, Json.bytes(SmallPackage.listing(Map.of("a", SHA))));
        // When / Then
        assertThatThrownBy(() -> PublishedPackage.read(bucket, promise))
                .hasMessageContaining("the package there has digest sha256:");
    }

    @Test
    void shouldRefuseAManifestWhenItIsNone() {
        put(PLACE, new byte[] {'<'});
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE)).hasMessageContaining("is no manifest");
    }

    @Test
    void shouldNameThePackagesBelowWhenTheAddressIsTheirFolder() {
        // Given
        put(PLACE.below("one"), Json.bytes(SmallPackage.listing(Map.of("a", SHA))));
        // When / Then
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE))
                .isInstanceOfSatisfying(
                        DistributionException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MODEL_NOT_FOUND))
                .hasMessageContaining("s3://shop/mirror/small/one");
    }

    @Test
    void shouldSayThatThereIsNoneWhenTheBucketMayNotBeListed() {
        bucket.failWith(key ->
                key.equals("mirror/small/") ? Optional.of(InMemoryObjectStore.refusal(Kind.DENIED)) : Optional.empty());
        assertThatThrownBy(() -> PublishedPackage.read(bucket, PLACE))
                .hasMessageContaining("no complete package there");
    }

    private void put(PackageAddress address, byte[] json) {
        bucket.put(address.key(ModelManifest.FILE_NAME), json, "application/json", Map.of());
    }
}
