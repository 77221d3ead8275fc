package dev.renderfarm.modeldistribution.published;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.modelpackage.folder.PackageDigest;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A package that lies complete in a bucket: its manifest is written last. Whoever holds this has a manifest that is
 * what its digest says, and that lists no file outside of the package; of the files nothing was read.
 */
public final class PublishedPackage {

    private static final int MANIFEST_LIMIT = 4 << 20;
    private static final int NAMED_AT_MOST = 3;
    private static final int KEYS_LOOKED_AT = 5_000;
    private static final String PUBLISH_AGAIN =
            "publish it again with `farm model publish --again`, which sends every file";

    private final PackageAddress address;
    private final ModelManifest manifest;
    private final byte[] json;

    private PublishedPackage(PackageAddress address, ModelManifest manifest, byte[] json) {
        this.address = address;
        this.manifest = manifest;
        this.json = json;
    }

    /**
     * Reads the manifest at that address and checks it.
     *
     * @throws DistributionException if there is none, or none that can be believed
     */
    public static PublishedPackage read(ObjectStore bucket, PackageAddress address) {
        byte[] json = manifestAt(bucket, address).orElseThrow(() -> nothingAt(bucket, address));
        ModelManifest manifest;
        try {
            manifest = Json.read(json, ModelManifest.class);
        } catch (MalformedJsonException e) {
            throw damaged(address, ModelManifest.FILE_NAME + " is no manifest: " + e.getMessage());
        }
        String digest = PackageDigest.of(manifest);
        if (!digest.equals(manifest.digest())) {
            throw damaged(
                    address,
                    ModelManifest.FILE_NAME + " says digest " + manifest.digest() + ", what it lists has " + digest);
        }
        address.promisedDigest().filter(promised -> !promised.equals(digest)).ifPresent(promised -> {
            throw damaged(address, "the package there has digest " + digest);
        });
        try {
            PackagePaths.check(manifest.files());
        } catch (IllegalArgumentException e) {
            throw damaged(address, ModelManifest.FILE_NAME + " lists " + e.getMessage());
        }
        return new PublishedPackage(address, manifest, json);
    }

    /** The bytes of the manifest at that address, whatever they are; empty where there is none. */
    static Optional<byte[]> manifestAt(ObjectStore bucket, PackageAddress address) {
        try (InputStream in = bucket.get(address.key(ModelManifest.FILE_NAME))) {
            byte[] json = in.readNBytes(MANIFEST_LIMIT + 1);
            if (json.length > MANIFEST_LIMIT) {
                throw damaged(address, ModelManifest.FILE_NAME + " has more than " + MANIFEST_LIMIT + " bytes");
            }
            return Optional.of(json);
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "reading " + ModelManifest.FILE_NAME + " at " + address + " broke off: " + e.getMessage(), e);
        }
    }

    private static DistributionException nothingAt(ObjectStore bucket, PackageAddress address) {
        List<String> below = namedBelow(bucket, address);
        return new DistributionException(
                FailureCode.MODEL_NOT_FOUND,
                address,
                "no complete package there, it lacks " + ModelManifest.FILE_NAME,
                below.isEmpty()
                        ? "`farm model publish` puts one into the bucket and prints its address"
                        : "give the address of one, such as " + String.join(", ", below));
    }

    /** None where the bucket may be read but not listed. */
    private static List<String> namedBelow(ObjectStore bucket, PackageAddress address) {
        try {
            return PublishedPackages.addresses(bucket, address, KEYS_LOOKED_AT).stream()
                    .limit(NAMED_AT_MOST)
                    .map(PackageAddress::toString)
                    .toList();
        } catch (StorageException e) {
            return List.of();
        }
    }

    /** A file of it is missing. */
    public DistributionException lacking(String path) {
        return new DistributionException(
                FailureCode.MODEL_NOT_FOUND, address, "the object " + address.key(path) + " is missing", PUBLISH_AGAIN);
    }

    /** A file of it is not what the manifest says. */
    public DistributionException damagedAt(String path, String problem) {
        return damaged(address, "the object " + address.key(path) + " " + problem);
    }

    private static DistributionException damaged(PackageAddress address, String problem) {
        return new DistributionException(FailureCode.INVALID_REQUEST, address, problem, PUBLISH_AGAIN);
    }

    public PackageAddress address() {
        return address;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** SHA-256 of the manifest's bytes, in hex: names the package with its golden record and its name, byte for byte. */
    public String fingerprint() {
        return Sha256.hex(json);
    }

    /** The manifest's bytes as they are in the bucket. */
    public byte[] manifestBytes() {
        return json.clone();
    }
}
