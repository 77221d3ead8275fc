package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.eta.ForecastStage;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.ledger.decision.BatchCounts;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks once a second at when the open batches will be done. Used by one thread. */
final class Prospects {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final FarmShares shares;
    private final ForecastCalibration calibration;
    private final LedgerPolicies policies;
    private final Workforces workforces;
    private Instant next = Instant.MIN;

    Prospects(SharedServices services, LedgerPolicies policies, Workforces workforces) {
        this.shares = services.shares();
        this.calibration = services.calibration();
        this.policies = policies;
        this.workforces = workforces;
    }

    void look(Collection<OpenBatch> open, Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(LOOK_EVERY);
        Map<ModelName, Map<BatchId, Double>> alone = new HashMap<>();
        for (OpenBatch batch : open) {
            BatchEntry entry = batch.entry();
            @Nullable Eta eta = null;
            if (entry.dispatches()
                    && !entry.awaitsYes()
                    && shares.hindrance(entry.tenant()).isEmpty()) {
                Double seconds = alone.computeIfAbsent(entry.validatedModel(), this::seconds)
                        .get(entry.id());
                eta = seconds == null ? null : eta(batch, seconds, now);
            }
            batch.expect(eta);
        }
    }

    private Eta eta(OpenBatch batch, double seconds, Instant now) {
        BatchCounts counts = batch.entry().counts();
        int settled = counts.completed() + counts.failed();
        int wanted = counts.total() - counts.cancelled();
        Eta eta = calibration.eta(Duration.ofMillis(Math.round(seconds * 1_000)), settled, wanted, now);
        ForecastStage.reached(settled, wanted).ifPresent(stage -> batch.note(stage, eta, now));
        return eta;
    }

    private Map<BatchId, Double> seconds(ModelName model) {
        Workforce workforce = workforces.of(model);
        return shares.outlook(
                model,
                workforces.window(model, policies.window()),
                workforce.ready().size(),
                workforce.imagesPerSecond());
    }
}
