package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.config.ImagesConfig;
import dev.renderfarm.coordinator.config.IntakeConfig;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.intake.RequestCheck;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.pictures.Attendance;
import dev.renderfarm.coordinator.pictures.EditRequests;
import dev.renderfarm.coordinator.pictures.InlineRoom;
import dev.renderfarm.coordinator.pictures.PictureAnswers;
import dev.renderfarm.coordinator.pictures.PictureDesk;
import dev.renderfarm.coordinator.sources.SentPictures;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.coordinator.sources.UploadedPictures;
import dev.renderfarm.coordinator.status.BatchEnds;
import dev.renderfarm.coordinator.status.StatusFeed;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.objectstore.store.ObjectStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Pictures that somebody waits for. */
class ImageBeans {

    private static final Duration LOOKS = Duration.ofSeconds(1);

    /** Some thirty pictures; an answer needs up to three times as much while it is written. */
    private static final long INLINE_BYTES = 64L << 20;

    @Produces
    @Singleton
    PictureDesk desk(
            ModelRegistry models,
            IntakeConfig intake,
            SourceDesk sources,
            DeliveryProfiles profiles,
            BatchSubmission submission,
            StatusFeed feed,
            BatchDirectory batches,
            FarmCapacity capacity,
            ImagesConfig config) {
        RequestCheck check = new RequestCheck(
                models,
                new InputFile(new InputLimits(intake.maxRowLength(), intake.maxEditLength())),
                sources,
                profiles);
        BatchEnds ends = new BatchEnds(feed, batches, LOOKS);
        Attendance attendance = new Attendance(models, capacity, config.waitForWorkers());
        return new PictureDesk(check::problems, attendance, submission, ends::of, config.maxOpen());
    }

    @Produces
    @Singleton
    EditRequests edits(FileStore files, UploadedPictures pictures) {
        return new EditRequests(new SentPictures(files, pictures));
    }

    @Produces
    @Singleton
    InlineRoom inlineRoom() {
        return new InlineRoom(INLINE_BYTES);
    }

    @Produces
    @Singleton
    PictureAnswers answers(ObjectStore objects) {
        return new PictureAnswers(objects);
    }
}
