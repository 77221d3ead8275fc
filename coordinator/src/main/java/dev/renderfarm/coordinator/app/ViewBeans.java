package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.coordinator.archive.Archives;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.config.ItemsConfig;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.gallery.TaskOrders;
import dev.renderfarm.coordinator.gallery.TaskPages;
import dev.renderfarm.coordinator.items.ItemPages;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.live.FailurePages;
import dev.renderfarm.coordinator.live.FarmCurve;
import dev.renderfarm.coordinator.live.FarmDay;
import dev.renderfarm.coordinator.live.FarmPulse;
import dev.renderfarm.coordinator.live.LatestFailures;
import dev.renderfarm.coordinator.live.TaskChanges;
import dev.renderfarm.coordinator.scaling.Backlogs;
import dev.renderfarm.coordinator.thumbnails.EditSources;
import dev.renderfarm.coordinator.thumbnails.PictureDigests;
import dev.renderfarm.coordinator.thumbnails.ThumbnailStore;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import dev.renderfarm.imaging.source.SourceReader;
import dev.renderfarm.objectstore.store.ObjectStore;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What is made for those who look at the farm. */
@Singleton
class ViewBeans {

    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int PICTURE_READERS = 8;
    private static final int MOST_FAILURES = 1_000;

    private static final Archives.Limits ARCHIVES = new Archives.Limits(5_000_000_000L, 100_000, 4);

    private final ExecutorService pictureReaders = Executors.newFixedThreadPool(PICTURE_READERS, ViewBeans::daemon);

    @Produces
    @Singleton
    ItemPages items(ItemPartReader reader, ItemsConfig config) {
        return new ItemPages(reader, config.viewedParts());
    }

    @Produces
    @Singleton
    TaskPages pages(TaskDirectory tasks, ItemPages items, WorkerRegistry workers) {
        return new TaskPages(tasks, items, workers::drawings);
    }

    @Produces
    @Singleton
    TaskOrders orders(TaskDirectory tasks, ItemPartReader items) {
        return new TaskOrders(tasks, items, TURN);
    }

    @Produces
    @Singleton
    Archives archives(
            BatchDirectory batches, TaskDirectory tasks, ItemPages items, ObjectStore objects, LocalDisk disk) {
        return new Archives(batches, tasks, items, objects, pictureReaders, disk, InstantSource.system(), ARCHIVES);
    }

    @Produces
    @Singleton
    PictureDigests digests(ObjectStore objects) {
        return new PictureDigests(objects);
    }

    @Produces
    @Singleton
    ThumbnailStore thumbnails(ObjectStore objects) {
        return new ThumbnailStore(objects, TURN);
    }

    @Produces
    @Singleton
    EditSources editSources(ObjectStore objects, SourceReader reader) {
        return new EditSources(objects, reader, TURN);
    }

    @Produces
    @Singleton
    TaskChanges changes() {
        return new TaskChanges();
    }

    @Produces
    @Singleton
    FarmCurve curve() {
        return new FarmCurve(InstantSource.system());
    }

    @Produces
    @Singleton
    LatestFailures latestFailures() {
        return new LatestFailures(MOST_FAILURES);
    }

    @Produces
    @Singleton
    FailurePages failures(LatestFailures latest, TaskDirectory tasks, ItemPages items) {
        return new FailurePages(latest, tasks, items);
    }

    @Produces
    @Singleton
    FarmDay day(BatchDirectory batches) {
        return new FarmDay(InstantSource.system(), batch -> batches.get(batch)
                .map(known -> known.renderfarm().usage())
                .map(BatchUsage::cost)
                .map(Cost::price));
    }

    @Produces
    @Singleton
    FarmPulse pulse(WorkerRegistry workers, Backlogs backlogs, FarmCurve curve, FarmDay day) {
        return new FarmPulse(workers::views, backlogs::open, curve, day);
    }

    private static Thread daemon(Runnable reading) {
        Thread thread = new Thread(reading, "archived-pictures");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        pictureReaders.shutdownNow();
    }
}
