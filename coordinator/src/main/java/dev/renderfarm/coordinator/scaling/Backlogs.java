package dev.renderfarm.coordinator.scaling;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Workforce;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;

/**
 * How much work waits for a model: everything of all open batches, not only what is on the model's topic, of which the
 * ledger keeps no more there than present workers take in half a minute. The same on every replica. Safe for several
 * threads.
 */
public final class Backlogs {

    private final OpenBatches open;
    private final FarmCapacity capacity;
    private final Paces paces;

    /** @param timePerImage what counts while no worker of a model has rendered */
    public Backlogs(BatchDirectory batches, FarmCapacity capacity, Duration timePerImage, InstantSource clock) {
        this.open = new OpenBatches(batches, clock);
        this.capacity = capacity;
        this.paces = new Paces(timePerImage);
    }

    /** @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batches cannot be read now */
    public AutoscaleView of(ModelName model) {
        Workforce workforce = capacity.workforce(model);
        Paces.Pace pace = paces.of(model, workforce);
        long images = open.all().stream()
                .filter(batch -> model.equals(batch.model()))
                .mapToLong(Backlogs::unsettled)
                .sum();
        return new AutoscaleView(
                model,
                images,
                images * pace.secondsPerImage(),
                pace.secondsPerImage(),
                pace.source(),
                workforce.ready().size(),
                workforce.starting(),
                workforce.setAside());
    }

    /**
     * The batches that have not ended.
     *
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batches cannot be read now
     */
    public Collection<Batch> open() {
        return open.all();
    }

    /** What a batch that is paused, or waits for a yes, has not given out calls for no worker. */
    private static long unsettled(Batch batch) {
        FarmProgress progress = batch.renderfarm();
        return progress.inFlight() + (progress.isHeld() ? 0L : progress.waiting());
    }
}
