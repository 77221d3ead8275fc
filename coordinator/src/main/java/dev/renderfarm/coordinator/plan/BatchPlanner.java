package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.intake.InputCheck;
import dev.renderfarm.coordinator.layout.Layouts;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.pace.PicturePaces;
import dev.renderfarm.coordinator.prices.DevicePrices;
import dev.renderfarm.coordinator.scaling.Backlogs;
import dev.renderfarm.coordinator.submission.DraftBatch;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Plans batches: runs the check of a submission and reckons, and stores nothing. So many at once, for each holds what
 * tells the ids of its lines apart; whoever comes then waits a little, and is told to come again. Safe for several
 * threads.
 */
public final class BatchPlanner {

    /** The rooms that are asked. */
    public record Desks(
            FileStore files,
            EarlierBatches earlier,
            ModelRegistry models,
            Layouts layouts,
            InputCheck check,
            PicturePaces paces,
            Backlogs backlogs,
            FarmCapacity capacity,
            DevicePrices prices) {}

    private final Desks desks;
    private final Duration timePerImage;
    private final Semaphore places;
    private final Duration patience;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param timePerImage what counts while nothing has been drawn with a model
     * @param most at once
     * @param patience of who waits for a place
     */
    public BatchPlanner(
            Desks desks,
            Duration timePerImage,
            int most,
            Duration patience,
            InstantSource clock,
            RandomGenerator random) {
        this.desks = desks;
        this.timePerImage = timePerImage;
        this.places = new Semaphore(most, true);
        this.patience = patience;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Blocks for as long as the check takes.
     *
     * @throws RequestRefusedException naming the field that a submission would be refused for, or if too many plan
     * @throws StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the load cannot be read now
     */
    public BatchPlan plan(BatchRequest request) throws InterruptedException {
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new RequestRefusedException(
                    FailureCode.FARM_BUSY, null, "the farm plans other batches now: try again in a moment");
        }
        try {
            DraftBatch draft = DraftBatch.of(
                    request,
                    desks.models(),
                    desks.files(),
                    desks.layouts(),
                    random.nextLong(1L << 32),
                    clock.instant());
            BatchRequest.Options options = request.renderfarm();
            return plan(draft, new PlanTarget(options != null && options.seed() != null));
        } finally {
            places.release();
        }
    }

    private BatchPlan plan(DraftBatch draft, PlanTarget target) throws InterruptedException {
        try (InputStream content = draft.content().get()) {
            InputCheck.Findings found =
                    desks.check().dryCheck(draft.command(), draft.layout(), draft.filename(), content, target);
            return plan(
                    found,
                    target,
                    desks.earlier().of(draft.command().inputFileId()).orElse(null));
        } catch (ObjectNotFoundException e) {
            throw RequestRefusedException.notFound(
                    "input_file_id", "there is no file of this id: upload it with POST /v1/files first");
        } catch (IOException e) {
            throw new StorageUnavailableException("reading the file broke off: " + e.getMessage(), e);
        }
    }

    private BatchPlan plan(InputCheck.Findings found, PlanTarget target, BatchPlan.@Nullable Earlier earlier) {
        List<BatchPlan.Kind> kinds = List.of();
        BatchPlan.Estimate estimate = null;
        FarmModel model = found.model().orElse(null);
        if (model != null && target.pictures() > 0) {
            AutoscaleView load = desks.backlogs().of(model.name());
            Estimates estimates = new Estimates(new Estimates.Known(
                    desks.paces().look(),
                    model.manifest(),
                    timePerImage.toNanos() / 1e9,
                    load,
                    desks.capacity().workforce(model.name()).hindrance(model.name()),
                    desks.prices().of(model.name()),
                    clock.instant()));
            kinds = estimates.kinds(target.works(model.manifest().guidanceForm()));
            estimate = estimates.of(kinds);
        }
        BatchPlan.Errors errors = target.errors();
        int pictures = target.pictures();
        return new BatchPlan(
                !found.rejected(),
                model == null ? null : model.name(),
                found.columns(),
                errors,
                found.warnings(),
                target.firstLines(model),
                new BatchPlan.Counts(
                        target.requests() + errors.lines(), target.requests(), pictures, found.leftOut(), kinds),
                estimate,
                earlier);
    }
}
