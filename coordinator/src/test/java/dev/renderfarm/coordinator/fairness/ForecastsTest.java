package dev.renderfarm.coordinator.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.eta.ForecastStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day of a farm to which batches come at random, and what was forecast of them. */
class ForecastsTest {

    private static final int HOURS = 12;
    private static final int WORKERS = 8;
    /** The first ones teach. */
    private static final int LESSONS = 100;

    private final ForecastCalibration calibration = new ForecastCalibration();
    private final Map<BatchId, List<Forecast>> open = new HashMap<>();
    private final List<Forecast> scored = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldHoldNineOfTenTimesAndBeLateHalfOfTheTimes(long seed) {
        // Given
        Random random = new Random(seed);
        var farm = new SimulatedFarm(seed, new TenantWeights(List.of("a=3")), WORKERS, 1, 2, 1);
        List<SimulatedBatch> batches = new ArrayList<>();
        // When
        for (int second = 0; second < HOURS * 3_600; second++) {
            if (random.nextInt(120) == 0) {
                batches.add(farm.submit(any(random)));
            }
            farm.pass(1);
            look(farm, batches);
        }
        // Then
        List<Forecast> learnt = scored.subList(LESSONS, scored.size());
        assertThat(learnt).hasSizeGreaterThan(500);
        assertThat(part(
                        learnt.stream()
                                .filter(forecast -> Boolean.TRUE.equals(forecast.held()))
                                .count(),
                        learnt))
                .as("hold by p90")
                .isBetween(0.85, 0.95);
        assertThat(part(learnt.stream().filter(forecast -> late(forecast) <= 0).count(), learnt))
                .as("hold by p50")
                .isBetween(0.4, 0.6);
    }

    private static SimulatedBatch.Plan any(Random random) {
        String tenant = String.valueOf((char) ('a' + random.nextInt(3)));
        int pictures = (int) Math.round(Math.exp(random.nextDouble(Math.log(20), Math.log(1_500))));
        return SimulatedBatch.Plan.of(tenant, pictures)
                .costing(random.nextDouble(1, 4))
                .ranked(random.nextInt(3) * 10)
                .failing(random.nextInt(4) == 0 ? 0.1 : 0.01);
    }

    private void look(SimulatedFarm farm, List<SimulatedBatch> batches) {
        Instant now = SimulatedBatch.instant(farm.now());
        Map<BatchId, Double> alone = farm.outlook();
        for (SimulatedBatch batch : List.copyOf(batches)) {
            if (!batch.isOpen()) {
                batches.remove(batch);
                score(open.getOrDefault(batch.id, List.of()), now);
            } else if (alone.containsKey(batch.id)) {
                note(batch, alone.get(batch.id), now);
            }
        }
    }

    private void note(SimulatedBatch batch, double alone, Instant now) {
        int total = batch.plan.pictures();
        Optional<ForecastStage> stage = ForecastStage.reached(batch.settled(), total);
        List<Forecast> known = open.computeIfAbsent(batch.id, id -> new ArrayList<>());
        if (stage.isPresent()
                && known.stream()
                        .noneMatch(forecast ->
                                forecast.settledPercent() >= stage.get().percent())) {
            Eta eta = calibration.eta(Duration.ofMillis(Math.round(alone * 1_000)), batch.settled(), total, now);
            known.add(new Forecast(stage.get().percent(), now, eta.p50(), eta.p90(), null, null));
        }
    }

    private void score(List<Forecast> forecasts, Instant end) {
        List<Forecast> told =
                forecasts.stream().map(forecast -> forecast.scored(end)).toList();
        calibration.learn(told);
        scored.addAll(told);
    }

    private static double late(Forecast forecast) {
        Double late = forecast.lateSeconds();
        return late == null ? 0 : late;
    }

    private static double part(long some, List<Forecast> all) {
        return (double) some / all.size();
    }
}
