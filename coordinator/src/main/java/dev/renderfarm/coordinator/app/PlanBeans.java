package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.catalogue.CatalogueFile;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.catalogue.PromptLibrary;
import dev.renderfarm.coordinator.config.CatalogueConfig;
import dev.renderfarm.coordinator.config.IntakeConfig;
import dev.renderfarm.coordinator.config.ScalingConfig;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.intake.InputCheck;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.layout.Layouts;
import dev.renderfarm.coordinator.layout.Template;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.pace.PicturePaces;
import dev.renderfarm.coordinator.plan.BatchPlanner;
import dev.renderfarm.coordinator.plan.EarlierBatches;
import dev.renderfarm.coordinator.prices.DevicePrices;
import dev.renderfarm.coordinator.scaling.Backlogs;
import dev.renderfarm.coordinator.submission.KnownBatches;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What a batch would be, and what it may be made of. */
class PlanBeans {

    private final InstantSource clock = InstantSource.system();

    /** At start, so that a file that is none ends it. */
    @Startup
    @Produces
    @Singleton
    PromptLibrary catalogue(ObjectStore objects, CatalogueConfig config, Asker asker) {
        return new PromptLibrary(
                objects, CatalogueFile.ofOperator(config.file()), CatalogueFile.shipped(), Template::parse, asker);
    }

    /** At start, for the same reason. */
    @Startup
    @Produces
    @Singleton
    DeliveryProfiles profiles(CatalogueConfig config) {
        return DeliveryProfiles.of(config.profiles());
    }

    @Produces
    @Singleton
    Layouts layouts(PromptLibrary catalogue, ObjectStore objects) {
        return Layouts.of(catalogue, objects);
    }

    @Produces
    @Singleton
    PicturePaces paces(BatchDirectory batches, ItemPartReader items, ModelRegistry models) {
        return new PicturePaces(batches, items, models, clock);
    }

    @Produces
    @Singleton
    BatchPlanner planner(
            FileStore files,
            KnownBatches batches,
            ModelRegistry models,
            Layouts layouts,
            InputCheck check,
            PicturePaces paces,
            Backlogs backlogs,
            FarmCapacity capacity,
            DevicePrices prices,
            IntakeConfig intake,
            ScalingConfig scaling) {
        return new BatchPlanner(
                new BatchPlanner.Desks(
                        files, new EarlierBatches(batches), models, layouts, check, paces, backlogs, capacity, prices),
                scaling.timePerImage(),
                intake.maxPlans(),
                intake.planPatience(),
                clock,
                new SecureRandom());
    }
}
