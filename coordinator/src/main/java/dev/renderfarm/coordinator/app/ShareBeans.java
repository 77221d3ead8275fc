package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.config.TenantsConfig;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.HeardBatches;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.books.PictureTimes;
import dev.renderfarm.coordinator.pace.PicturePace;
import dev.renderfarm.coordinator.pace.PicturePaces;
import dev.renderfarm.coordinator.pace.Work;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Who is next, and when a batch is done. */
@Singleton
class ShareBeans {

    private final InstantSource clock = InstantSource.system();

    /** At start, so that a weight that is none ends it. */
    @Startup
    @Produces
    @Singleton
    TenantWeights weights(TenantsConfig config) {
        return new TenantWeights(config.weights().orElse(List.of()));
    }

    @Produces
    @Singleton
    FarmShares shares(TenantWeights weights) {
        return new FarmShares(weights);
    }

    @Produces
    @Singleton
    ForecastCalibration calibration() {
        return new ForecastCalibration();
    }

    @Produces
    @Singleton
    HeardBatches heard(BatchDirectory batches, FarmShares shares, PicturePaces paces) {
        return new HeardBatches(new OpenBatches(batches, clock), shares, paces::look);
    }

    @Produces
    @Singleton
    PictureTimes times(PicturePaces paces) {
        return (model, image) -> paces.known()
                .of(model, Work.of(image))
                .map(PicturePace::seconds)
                .orElse(0.0);
    }
}
