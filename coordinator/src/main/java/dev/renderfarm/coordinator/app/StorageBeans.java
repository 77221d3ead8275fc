package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.config.ItemsConfig;
import dev.renderfarm.coordinator.config.StorageConfig;
import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.identity.FarmOwnership;
import dev.renderfarm.coordinator.identity.FarmSettings;
import dev.renderfarm.coordinator.identity.IdentityTopic;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.StoredItemParts;
import dev.renderfarm.objectstore.owner.OwnedObjectStore;
import dev.renderfarm.objectstore.s3.S3ObjectStore;
import dev.renderfarm.objectstore.s3.S3Settings;
import dev.renderfarm.objectstore.store.ObjectStore;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bucket and what lies in it. */
@Singleton
class StorageBeans {

    private static final int PART_READERS = 2;

    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService partReaders = Executors.newScheduledThreadPool(PART_READERS, work -> {
        Thread thread = new Thread(work, "item-parts");
        thread.setDaemon(true);
        return thread;
    });

    @Produces
    @Singleton
    FarmOwnership ownership(
            FarmTopics names,
            StreamsConfig streams,
            StorageConfig storage,
            IdentityTopic topic,
            S3ObjectStore bucket,
            @ConfigProperty(name = "renderfarm.adopt") Optional<String> adopt) {
        var settings = new FarmSettings(names.farm(), streams.applicationId(), storage.bucket(), adopt);
        return new FarmOwnership(settings, topic, bucket, clock, new SecureRandom());
    }

    @Produces
    @Singleton
    ObjectStore objects(S3ObjectStore bucket, FarmOwnership ownership) {
        return new OwnedObjectStore(bucket, ownership::farm, clock);
    }

    /** Whosever it is: only to find out that, everyone else takes the {@link ObjectStore}. */
    @Produces
    @Singleton
    @Typed(S3ObjectStore.class)
    S3ObjectStore bucket(StorageConfig config) {
        return new S3ObjectStore(new S3Settings(
                config.endpoint(),
                config.region(),
                config.bucket(),
                config.accessKey(),
                config.secretKey(),
                config.timeout()));
    }

    void close(@Disposes ObjectStore objects) {
        objects.close();
    }

    @Produces
    @Singleton
    FileStore files(ObjectStore objects) {
        return new FileStore(objects, clock, new SecureRandom());
    }

    @Produces
    @Singleton
    ItemPartReader partReader(ObjectStore objects) {
        return new ItemPartReader(objects);
    }

    @Produces
    @Singleton
    StoredItemParts parts(ItemPartReader reader, ItemsConfig config) {
        return new StoredItemParts(reader, partReaders, config.cachedParts());
    }

    @PreDestroy
    void stop() {
        partReaders.shutdownNow();
    }
}
