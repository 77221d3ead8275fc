package dev.renderfarm.modeldistribution.published;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelpackage.folder.DamagedFile;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts packages into a bucket, each at {@code ROOT/NAME/DIGEST}, where it stays as it is: its files first, its manifest
 * last, so that nobody ever sees half of one. Doing so again goes on where it was cut off.
 */
public final class PackagePublisher {

    private static final String BINARY = "application/octet-stream";
    private static final String JSON = "application/json";

    private final ObjectStore bucket;
    private final UploadProgress progress;

    public PackagePublisher(ObjectStore bucket, UploadProgress progress) {
        this.bucket = bucket;
        this.progress = progress;
    }

    /** Told of every file, on the thread that publishes. */
    @FunctionalInterface
    public interface UploadProgress {

        /** @param there whether the bucket had it already */
        void sent(String path, long bytes, boolean there);
    }

    /** What there was to do. */
    public enum Change {
        PUBLISHED,
        WAS_THERE,
        /** The same package without a golden record was there. */
        RECORD_ADDED,
        /** It was there, and every file was sent all the same. */
        SENT_AGAIN
    }

    /** Where a package lies now. */
    public record Publication(PackageAddress address, Change change) {}

    /**
     * Of what is there only the sizes are looked at, but for the golden record, which is sent always.
     *
     * @throws DistributionException if the folder is not what its manifest says, or another package of the same digest
     *     lies there
     */
    public Publication publish(ModelPackage model, PackageAddress root) throws IOException {
        return publish(model, root, false);
    }

    /** As {@link #publish(ModelPackage, PackageAddress)}, but sends every file: mends a package that is damaged there. */
    public Publication publishAgain(ModelPackage model, PackageAddress root) throws IOException {
        return publish(model, root, true);
    }

    private Publication publish(ModelPackage model, PackageAddress root, boolean again) throws IOException {
        requireWhole(model);
        ModelManifest manifest = model.manifest();
        String digest = manifest.digest().substring("sha256:".length());
        PackageAddress address = root.below(manifest.name().value()).below(digest);
        byte[] json = Files.readAllBytes(model.folder().resolve(ModelManifest.FILE_NAME));
        Optional<byte[]> there = again ? believedAt(address) : PublishedPackage.manifestAt(bucket, address);
        if (there.isPresent() && !Arrays.equals(there.get(), json)) {
            return addRecord(model, PublishedPackage.read(bucket, address), json, again);
        }
        for (String path : manifest.files().keySet()) {
            send(model, address, path, again);
        }
        if (again) {
            bucket.put(address.key(ModelManifest.FILE_NAME), json, JSON, Map.of());
            return new Publication(address, Change.SENT_AGAIN);
        }
        if (there.isEmpty() && !bucket.putIfAbsent(address.key(ModelManifest.FILE_NAME), json, JSON)) {
            requireSame(address, PublishedPackage.manifestAt(bucket, address).orElse(new byte[0]), json);
            return new Publication(address, Change.WAS_THERE);
        }
        return new Publication(address, there.isEmpty() ? Change.PUBLISHED : Change.WAS_THERE);
    }

    private static void requireWhole(ModelPackage model) throws IOException {
        try {
            PackagePaths.check(model.manifest().files());
        } catch (IllegalArgumentException e) {
            throw new DistributionException(
                    FailureCode.INVALID_REQUEST,
                    model.folder(),
                    ModelManifest.FILE_NAME + " lists " + e.getMessage(),
                    "leave that file out or give it another name, and export the package again");
        }
        List<DamagedFile> damaged = model.verify();
        if (!damaged.isEmpty()) {
            DamagedFile first = damaged.get(0);
            throw new DistributionException(
                    FailureCode.INVALID_REQUEST,
                    model.folder(),
                    "not what its manifest says: " + first.path() + " is "
                            + first.damage().wireName(),
                    "`farm model verify` lists all of it; export the package again");
        }
    }

    /** Empty where the manifest itself is damaged: the address promises a digest. */
    private Optional<byte[]> believedAt(PackageAddress address) {
        try {
            return Optional.of(PublishedPackage.read(bucket, address).manifestBytes());
        } catch (DistributionException e) {
            return Optional.empty();
        }
    }

    private Publication addRecord(ModelPackage model, PublishedPackage there, byte[] json, boolean again)
            throws IOException {
        PackageAddress address = there.address();
        ModelManifest local = model.manifest();
        String record = local.files().get(ModelManifest.GOLDEN_RECORD);
        boolean onlyRecordIsNew = record != null
                && !there.manifest().files().containsKey(ModelManifest.GOLDEN_RECORD)
                && there.manifest().withGoldenRecord(record).equals(local);
        if (!onlyRecordIsNew) {
            requireSame(address, there.manifestBytes(), json);
        }
        for (String path : again ? local.files().keySet() : Set.of(ModelManifest.GOLDEN_RECORD)) {
            send(model, address, path, again);
        }
        bucket.put(address.key(ModelManifest.FILE_NAME), json, JSON, Map.of());
        return new Publication(address, Change.RECORD_ADDED);
    }

    private static void requireSame(PackageAddress address, byte[] there, byte[] json) {
        if (!Arrays.equals(there, json)) {
            throw new DistributionException(
                    FailureCode.CONFLICT,
                    address,
                    "the same networks lie there with another version or golden record, and what is published never"
                            + " changes",
                    "use the package that is there, or publish below another address with --to");
        }
    }

    /** Of two golden records of one package the sizes are the same, of other files they tell enough. */
    private void send(ModelPackage model, PackageAddress address, String path, boolean again) throws IOException {
        Path file = model.folder().resolve(path);
        long size = Files.size(file);
        String key = address.key(path);
        boolean there = !again
                && !path.equals(ModelManifest.GOLDEN_RECORD)
                && bucket.stat(key)
                        .map(StoredObject::size)
                        .filter(found -> found == size)
                        .isPresent();
        if (!there) {
            try (InputStream in = Files.newInputStream(file)) {
                bucket.put(key, in, size, BINARY);
            }
        }
        progress.sent(path, size, there);
    }
}
