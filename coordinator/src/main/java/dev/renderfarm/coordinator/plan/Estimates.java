package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.plan.EstimateSource;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.pace.PaceTable;
import dev.renderfarm.coordinator.pace.PicturePace;
import dev.renderfarm.coordinator.pace.Work;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reckons what pictures take, from what is known at one moment. */
final class Estimates {

    /**
     * What is known.
     *
     * @param load of the model now
     * @param hindrance why nobody renders; empty where somebody does
     * @param price of a device; null where the farm has none
     */
    record Known(
            PaceTable paces,
            ModelManifest manifest,
            double configuredSeconds,
            AutoscaleView load,
            Optional<Hindrance> hindrance,
            @Nullable DevicePrice price,
            Instant now) {}

    private final Known known;

    Estimates(Known known) {
        this.known = known;
    }

    /** Most pictures first. */
    List<BatchPlan.Kind> kinds(Map<Work, Integer> works) {
        List<BatchPlan.Kind> kinds = new ArrayList<>();
        works.forEach((work, pictures) -> {
            PicturePace pace = pace(work);
            kinds.add(new BatchPlan.Kind(
                    known.manifest().name(),
                    work.size(),
                    work.steps(),
                    work.isGuided(),
                    pictures,
                    new BatchPlan.Span(
                            rounded(pace.seconds() * pictures),
                            rounded(pace.least() * pictures),
                            rounded(pace.most() * pictures)),
                    pace.source()));
        });
        kinds.sort(Comparator.comparingInt((BatchPlan.Kind kind) -> -kind.pictures()));
        return kinds;
    }

    /** @param kinds at least one */
    BatchPlan.Estimate of(List<BatchPlan.Kind> kinds) {
        double likely = 0;
        double least = 0;
        double most = 0;
        double onePicture = Double.MAX_VALUE;
        double pixels = 0;
        EstimateSource source = EstimateSource.MEASURED;
        for (BatchPlan.Kind kind : kinds) {
            likely += kind.deviceSeconds().likely();
            least += kind.deviceSeconds().least();
            most += kind.deviceSeconds().most();
            pixels += (double) kind.size().pixels() * kind.pictures();
            onePicture = Math.min(onePicture, kind.deviceSeconds().least() / kind.pictures());
            source = kind.source().compareTo(source) > 0 ? kind.source() : source;
        }
        int workers = known.load().ready();
        double ahead = known.load().backlogWorkerSeconds();
        return new BatchPlan.Estimate(
                new BatchPlan.Span(rounded(likely), rounded(least), rounded(most)),
                source,
                cost(likely),
                cost(most),
                times(likely, known.paces().watts(known.manifest().name())),
                times(pixels, known.paces().bytesPerPixel(known.manifest().name())),
                workers,
                known.load().backlogImages(),
                workers == 0 ? null : in(ahead / workers),
                workers == 0
                        ? null
                        : new BatchPlan.Finish(
                                in(Math.max(onePicture, least / workers)),
                                in((ahead + likely) / workers),
                                in((ahead * (most / likely) + most) / workers)),
                known.hindrance().map(Hindrance::message).orElse(null));
    }

    private PicturePace pace(Work work) {
        return known.paces().of(known.manifest().name(), work).orElseGet(() -> {
            ModelManifest.Defaults usual = known.manifest().defaults();
            Work unasked = new Work(
                    usual.size(),
                    usual.sampling().numInferenceSteps(),
                    known.manifest().guidanceForm().isOn(usual.sampling().guidanceScale()));
            return PicturePace.configured(known.configuredSeconds(), unasked, work);
        });
    }

    private static @Nullable Long times(double amount, OptionalDouble each) {
        return each.isPresent() ? Math.round(amount * each.getAsDouble()) : null;
    }

    private @Nullable Cost cost(double seconds) {
        DevicePrice price = known.price();
        return price == null ? null : price.of(new Usage(BigDecimal.valueOf(rounded(seconds)), null));
    }

    private Instant in(double seconds) {
        return known.now().plusMillis((long) Math.min(seconds * 1_000, 1e13));
    }

    /** To the millisecond: more would not be known. */
    private static double rounded(double seconds) {
        return Math.max(0.001, Math.round(seconds * 1_000) / 1_000.0);
    }
}
