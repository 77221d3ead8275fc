package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.access.Gate;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.config.ItemsConfig;
import dev.renderfarm.coordinator.config.SourcesConfig;
import dev.renderfarm.coordinator.config.StorageConfig;
import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.files.FileList;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.coordinator.identity.FarmOwnership;
import dev.renderfarm.coordinator.identity.FarmSettings;
import dev.renderfarm.coordinator.identity.IdentityTopic;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.StoredItemParts;
import dev.renderfarm.coordinator.sources.DecodedPictures;
import dev.renderfarm.coordinator.sources.PictureProbe;
import dev.renderfarm.coordinator.sources.SourceBounds;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.coordinator.sources.SourceOwners;
import dev.renderfarm.coordinator.sources.UploadedPictures;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bucket and what lies in it. */
@Singleton
class StorageBeans {

    private static final int PART_READERS = 2;
    private static final int DESCRIPTION_READERS = 8;

    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService partReaders =
            Executors.newScheduledThreadPool(PART_READERS, daemons("item-parts"));
    private final ExecutorService descriptionReaders =
            Executors.newFixedThreadPool(DESCRIPTION_READERS, daemons("file-descriptions"));

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

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
                config.timeout(),
                config.maxConnections()));
    }

    void close(@Disposes ObjectStore objects) {
        objects.close();
    }

    @Produces
    @Singleton
    FileStore files(ObjectStore objects, Asker asker) {
        return new FileStore(objects, clock, new SecureRandom(), asker);
    }

    @Produces
    @Singleton
    SourceDesk sources(
            ObjectStore objects,
            FileStore files,
            PictureProbe probe,
            SourcesConfig config,
            Gate gate,
            BatchDirectory batches) {
        SourceOwners owners = new SourceOwners(gate.isKeyed(), batch -> batches.get(batch)
                .map(found -> found.renderfarm().sharing().tenant()));
        return new SourceDesk(objects, files, probe, bounds(config), clock, owners);
    }

    @Produces
    @Singleton
    UploadedPictures uploadedPictures(PictureProbe probe, SourcesConfig config) {
        return new UploadedPictures(probe, bounds(config), config.maxDecodings());
    }

    private static SourceBounds bounds(SourcesConfig config) {
        return new SourceBounds(config.prefix(), config.maxFileSize().asLongValue());
    }

    @Produces
    @Singleton
    SourceReader sourceReader(SourcesConfig config) {
        return new SourceReader(new SourceLimits(
                Math.toIntExact(config.maxFileSize().asLongValue()), SourceLimits.DEFAULT.side(), config.maxPixels()));
    }

    @Produces
    @Singleton
    PictureProbe probe(SourceReader reader, SourcesConfig config) {
        return new DecodedPictures(reader, config.maxDecodings());
    }

    @Produces
    @Singleton
    ResultFiles results(ObjectStore objects) {
        return new ResultFiles(objects);
    }

    @Produces
    @Singleton
    FileList fileList(ObjectStore objects, BatchDirectory batches, Asker asker) {
        return new FileList(objects, batches, descriptionReaders, clock, asker);
    }

    @Produces
    @Singleton
    ItemPartReader partReader(ObjectStore objects) {
        return new ItemPartReader(objects);
    }

    @Produces
    @Singleton
    StoredItemParts parts(ItemPartReader reader, ItemsConfig config) {
        return new StoredItemParts(reader, partReaders, new MonotonicTime(), config.cachedParts());
    }

    @PreDestroy
    void stop() {
        partReaders.shutdownNow();
        descriptionReaders.shutdownNow();
    }
}
