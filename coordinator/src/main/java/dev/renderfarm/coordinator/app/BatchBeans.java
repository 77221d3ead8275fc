package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.BatchFinalizer;
import dev.renderfarm.coordinator.batch.BatchValidator;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.EndRecords;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Manifests;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.config.ApiConfig;
import dev.renderfarm.coordinator.config.IntakeConfig;
import dev.renderfarm.coordinator.config.LedgerConfig;
import dev.renderfarm.coordinator.config.OutputConfig;
import dev.renderfarm.coordinator.config.PricesConfig;
import dev.renderfarm.coordinator.config.ScalingConfig;
import dev.renderfarm.coordinator.config.WorkersConfig;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.ended.BatchPurge;
import dev.renderfarm.coordinator.ended.BatchRebuild;
import dev.renderfarm.coordinator.ended.StoredEndRecords;
import dev.renderfarm.coordinator.files.FileDeletion;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.coordinator.finalization.PresentManifests;
import dev.renderfarm.coordinator.finalization.StoredBatchFinalizer;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.intake.BatchIntake;
import dev.renderfarm.coordinator.intake.InputCheck;
import dev.renderfarm.coordinator.intake.IntakeLimits;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.layout.Layouts;
import dev.renderfarm.coordinator.models.ModelFolders;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.prices.DevicePrices;
import dev.renderfarm.coordinator.prices.PricedValidation;
import dev.renderfarm.coordinator.retry.BatchReroll;
import dev.renderfarm.coordinator.retry.BatchRetry;
import dev.renderfarm.coordinator.review.BatchReviews;
import dev.renderfarm.coordinator.review.PictureFinder;
import dev.renderfarm.coordinator.review.PictureSkips;
import dev.renderfarm.coordinator.scaling.Backlogs;
import dev.renderfarm.coordinator.search.BatchSearch;
import dev.renderfarm.coordinator.search.SkuIndex;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.coordinator.status.StatusFeed;
import dev.renderfarm.coordinator.submission.BatchAdmission;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.coordinator.submission.BatchSteering;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.coordinator.submission.KnownBatches;
import dev.renderfarm.coordinator.workers.DrainRequestPublisher;
import dev.renderfarm.coordinator.workers.HeartbeatRemoval;
import dev.renderfarm.coordinator.workers.WorkerDrains;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import dev.renderfarm.coordinator.workers.WorkerRemoval;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The life of a batch, from the request for it to its files. */
class BatchBeans {

    private final InstantSource clock = InstantSource.system();

    @Startup
    @Produces
    @Singleton
    ModelFolders models(@ConfigProperty(name = "renderfarm.models") Optional<List<Path>> folders) {
        return new ModelFolders(folders.orElse(List.of()));
    }

    void close(@Disposes ModelFolders models) {
        models.close();
    }

    @Produces
    @Singleton
    ModelRegistry registry(ModelFolders models) {
        return models.registry();
    }

    @Produces
    @Singleton
    BatchReader reader(BatchDirectory directory, ApiConfig config) {
        return new BatchReader(directory, config.readYourWrites(), new MonotonicTime(), Sleeper.REAL);
    }

    /** Not a directory to others: where a directory is asked for, it is the ledger's. */
    @Produces
    @Singleton
    @Typed(KnownBatches.class)
    KnownBatches known(BatchDirectory directory, ObjectStore objects, Asker asker) {
        return new KnownBatches(directory, objects, clock, asker);
    }

    /** Batches that were opened and are not shown yet need their input too. */
    @Produces
    @Singleton
    FileDeletion deletion(FileStore files, ResultFiles results, KnownBatches known) {
        return new FileDeletion(files, results, known);
    }

    @Produces
    @Singleton
    BatchSubmission submission(
            FileStore files,
            KnownBatches known,
            ModelRegistry models,
            Layouts layouts,
            CommandPublisher commands,
            BatchReader reader,
            BatchAdmission admission,
            FarmCapacity capacity) {
        return new BatchSubmission(
                files, known, models, layouts, commands, reader, admission, capacity, clock, new SecureRandom());
    }

    @Produces
    @Singleton
    BatchSteering steering(KnownBatches known, BatchReader reader, CommandPublisher commands, Retention retention) {
        return new BatchSteering(known, reader, commands, clock, retention);
    }

    @Produces
    @Singleton
    PictureFinder pictures(TaskDirectory tasks, ItemPartReader items) {
        return new PictureFinder(tasks, items);
    }

    @Produces
    @Singleton
    BatchReviews reviews(KnownBatches known, PictureFinder pictures, CommandPublisher commands, BatchReader reader) {
        return new BatchReviews(known, pictures, commands, reader, clock);
    }

    @Produces
    @Singleton
    PictureSkips skips(KnownBatches known, PictureFinder pictures, CommandPublisher commands, BatchReader reader) {
        return new PictureSkips(known, pictures, commands, reader, clock);
    }

    @Produces
    @Singleton
    BatchRetry retry(
            KnownBatches known,
            TaskDirectory tasks,
            ItemPartReader items,
            FileStore files,
            BatchSubmission submission,
            LocalDisk disk) {
        return new BatchRetry(known, tasks, items, files, submission, disk);
    }

    @Produces
    @Singleton
    BatchReroll reroll(
            KnownBatches known,
            PictureFinder pictures,
            ItemPartReader items,
            FileStore files,
            BatchSubmission submission,
            ObjectStore objects) {
        return new BatchReroll(known, pictures, items, files, submission, objects);
    }

    @Produces
    @Singleton
    BatchValidator intake(
            FileStore files,
            Layouts layouts,
            ObjectStore objects,
            InputCheck check,
            LedgerConfig ledger,
            DevicePrices prices) {
        BatchIntake intake = new BatchIntake(files, layouts.store(), objects, check, uploads(ledger.longWorkThreads()));
        return new PricedValidation(intake, prices);
    }

    @Produces
    @Singleton
    InputCheck check(ModelRegistry models, IntakeConfig config, SourceDesk sources, DeliveryProfiles profiles) {
        return new InputCheck(
                models,
                new InputFile(new InputLimits(config.maxRowLength(), config.maxEditLength())),
                new IntakeLimits(config.maxLines(), config.maxPictures(), config.maxErrors()),
                sources,
                profiles);
    }

    /** At start, so that a price that is none ends it. */
    @Startup
    @Produces
    @Singleton
    DevicePrices prices(PricesConfig config) {
        return new DevicePrices(
                config.currency(), config.deviceHour(), config.models().orElse(List.of()));
    }

    /** Threads that end when there is nothing to write. */
    private static Executor uploads(int batches) {
        int threads = ItemPartWriter.MOST_UNDER_WAY * batches;
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), upload -> {
                    Thread thread = new Thread(upload, "item-parts");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Produces
    @Singleton
    BatchFinalizer finalizer(ObjectStore objects, ItemPartReader parts, OutputConfig config, LocalDisk disk) {
        return new StoredBatchFinalizer(objects, parts, config.maxInlineBytes().asLongValue(), disk);
    }

    @Produces
    @Singleton
    Manifests manifests(ObjectStore objects, ItemPartReader parts, TaskDirectory tasks) {
        return new PresentManifests(objects, parts, tasks);
    }

    @Produces
    @Singleton
    StatusFeed feed() {
        return new StatusFeed();
    }

    @Produces
    @Singleton
    EndRecords ends(ObjectStore objects) {
        return new StoredEndRecords(objects);
    }

    /** Over the batches of all tenants: what one does not see is not lost. */
    @Produces
    @Singleton
    BatchRebuild rebuild(ObjectStore objects, BatchDirectory batches, CommandPublisher commands, Retention retention) {
        return new BatchRebuild(objects, batches, commands, retention, clock);
    }

    @Produces
    @Singleton
    BatchPurge purge(
            KnownBatches batches,
            BatchSearch children,
            ObjectStore objects,
            CommandPublisher commands,
            BatchReader reader) {
        return new BatchPurge(batches, children, objects, commands, reader, clock);
    }

    @Produces
    @Singleton
    BatchSearch search(KnownBatches batches, ItemPartReader items) {
        return new BatchSearch(batches, new SkuIndex(items));
    }

    @Produces
    @Singleton
    Backlogs backlogs(BatchDirectory batches, FarmCapacity capacity, ScalingConfig config) {
        return new Backlogs(batches, capacity, config.timePerImage(), clock);
    }

    @Produces
    @Singleton
    WorkerRegistry workers(WorkersConfig config) {
        return new WorkerRegistry(clock, config.liveWindow());
    }

    @Produces
    @Singleton
    WorkerRemoval removal(WorkerRegistry workers, HeartbeatRemoval heartbeats) {
        return new WorkerRemoval(workers, heartbeats);
    }

    @Produces
    @Singleton
    WorkerDrains drains(WorkerRegistry workers, DrainRequestPublisher requests) {
        return new WorkerDrains(workers, requests, clock);
    }
}
