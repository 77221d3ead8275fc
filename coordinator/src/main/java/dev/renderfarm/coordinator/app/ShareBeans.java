package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.config.PricesConfig;
import dev.renderfarm.coordinator.config.TenantsConfig;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.eta.ForecastLessons;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.HeardBatches;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.books.PictureTimes;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.pace.PicturePace;
import dev.renderfarm.coordinator.pace.PicturePaces;
import dev.renderfarm.coordinator.pace.Work;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import dev.renderfarm.coordinator.submission.BatchAdmission;
import dev.renderfarm.coordinator.usage.BudgetBook;
import dev.renderfarm.coordinator.usage.BudgetWarning;
import dev.renderfarm.coordinator.usage.BudgetedAdmission;
import dev.renderfarm.coordinator.usage.FarmUsage;
import dev.renderfarm.coordinator.usage.TenantBudgets;
import dev.renderfarm.coordinator.usage.UsageReports;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is next and may have how much, and when a batch is done. */
@Singleton
class ShareBeans {

    private static final Logger LOG = LoggerFactory.getLogger(ShareBeans.class);

    private final InstantSource clock = InstantSource.system();

    /** At start, so that a weight that is none ends it. */
    @Startup
    @Produces
    @Singleton
    TenantWeights weights(TenantsConfig config) {
        return new TenantWeights(config.weights().orElse(List.of()));
    }

    /** At start, so that a budget that is none ends it. */
    @Startup
    @Produces
    @Singleton
    TenantBudgets limits(TenantsConfig config, PricesConfig prices) {
        return new TenantBudgets(config.budgets().orElse(List.of()), prices.currency());
    }

    @Produces
    @Singleton
    BudgetBook budgets(TenantBudgets limits) {
        return new BudgetBook(limits, clock, ShareBeans::tell);
    }

    private static void tell(BudgetWarning warning) {
        LOG.atWarn()
                .addKeyValue("tenant", warning.standing().tenant())
                .addKeyValue("budget", warning.standing().kind().wireName())
                .addKeyValue("percent", warning.percent())
                .addKeyValue("used", warning.standing().used().toPlainString())
                .addKeyValue("limit", warning.standing().limit().toPlainString())
                .log("a tenant has used much of a budget");
    }

    @Produces
    @Singleton
    FarmUsage usage(BudgetBook budgets) {
        return new FarmUsage(budgets::look);
    }

    /** The looks by which shares, usage and budgets are worked out. */
    @Produces
    @Singleton
    OpenBatches looks(BatchDirectory batches, FarmUsage usage) {
        return new OpenBatches(batches, clock, usage);
    }

    @Produces
    @Singleton
    UsageReports reports(OpenBatches looks, FarmUsage usage, BatchDirectory batches, BudgetBook budgets) {
        return new UsageReports(looks, usage, batches, budgets);
    }

    @Produces
    @Singleton
    BatchAdmission admission(BudgetBook budgets, FarmUsage usage) {
        return new BudgetedAdmission(budgets, usage, clock);
    }

    @Produces
    @Singleton
    FarmShares shares(TenantWeights weights, BudgetBook budgets) {
        return new FarmShares(weights, budgets.allowances());
    }

    @Produces
    @Singleton
    ForecastCalibration calibration() {
        return new ForecastCalibration();
    }

    @Produces
    @Singleton
    HeardBatches heard(
            OpenBatches looks,
            FarmShares shares,
            PicturePaces paces,
            BatchDirectory batches,
            ForecastCalibration calibration) {
        var lessons = new ForecastLessons(batches, calibration, clock);
        return new HeardBatches(looks, shares, () -> {
            paces.look();
            lessons.look();
        });
    }

    @Produces
    @Singleton
    PictureTimes times(PicturePaces paces, ModelRegistry models) {
        return (model, image) -> paces.known()
                .of(model, Work.of(image, models.guidanceForm(model)))
                .map(PicturePace::seconds)
                .orElse(0.0);
    }
}
