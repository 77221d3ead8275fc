package dev.renderfarm.gpuworker.model;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modeldistribution.cache.CachedPackage;
import dev.renderfarm.modeldistribution.cache.PackageCache;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.modeldistribution.rollout.WorkerPackage;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ModelSource} of a bucket, by way of the machine's cache. What a bucket refuses today it may grant tomorrow. */
public final class BucketSource implements ModelSource {

    private static final Logger LOG = LoggerFactory.getLogger(BucketSource.class);

    private final WorkerPackage wanted;
    private final ObjectStore bucket;
    private final PackageCache cache;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final Consumer<StorageException> onTrouble;
    private @Nullable PublishedPackage published;
    /** Its lock ends with it. */
    private @Nullable CachedPackage taken;

    /**
     * @param bucket that of the address; closed once the package is here
     * @param onTrouble told whenever the bucket is away or refuses
     */
    public BucketSource(
            WorkerPackage wanted,
            ObjectStore bucket,
            PackageCache cache,
            Backoff backoff,
            Sleeper sleeper,
            Consumer<StorageException> onTrouble) {
        this.wanted = wanted;
        this.bucket = bucket;
        this.cache = cache;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.onTrouble = onTrouble;
    }

    /** Reads from the bucket. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws InterruptedException;
    }

    @Override
    public ModelManifest manifest() throws InterruptedException {
        return published().manifest();
    }

    @Override
    public LocalModel localModel() throws InterruptedException {
        PublishedPackage found = published();
        CachedPackage here = patiently(() -> cache.take(found, bucket));
        taken = here;
        bucket.close();
        return new LocalModel(here.model(), here.report());
    }

    private PublishedPackage published() throws InterruptedException {
        PublishedPackage known = published;
        if (known == null) {
            known = patiently(() -> PublishedPackage.read(bucket, wanted.in(bucket)));
            published = known;
        }
        return known;
    }

    private <T> T patiently(Call<T> call) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return call.run();
            } catch (StorageException e) {
                onTrouble.accept(e);
                LOG.atWarn()
                        .addKeyValue("package", wanted.address())
                        .addKeyValue("code", e.code().wireName())
                        .addKeyValue("failures", failures)
                        .addKeyValue("problem", e.getMessage())
                        .log("the bucket does not give the model package, will try again");
                sleeper.sleep(backoff.afterFailures(failures));
            }
        }
    }
}
