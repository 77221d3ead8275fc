package dev.renderfarm.coordinator.pace;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.plan.EstimateSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What pictures took of devices lately. Immutable. */
public final class PaceTable {

    /** Of nothing. */
    public static final PaceTable EMPTY = new PaceTable(List.of());

    /** How much further than what was seen the bounds lie: machines are busier at times. */
    private static final double MARGIN = 1.5;
    /** The same where another size or number of steps was seen: not all work grows with pixels and steps. */
    private static final double MARGIN_OF_SCALED = 3;

    /** By how much more they do where a single picture was seen; less the more there are. */
    private static final double MARGIN_OF_ONE = 3;

    private final List<Observation> observations;

    PaceTable(Collection<Observation> observations) {
        this.observations = List.copyOf(observations);
    }

    /**
     * By pictures of the same model, size, steps and guidance, else by others of the model in proportion to pixels and
     * steps; empty where none of the model was seen.
     */
    public Optional<PicturePace> of(ModelName model, Work work) {
        List<Observation> same = observations.stream()
                .filter(seen -> seen.model().equals(model) && seen.isOf(work))
                .toList();
        if (!same.isEmpty()) {
            return Optional.of(pace(same, Observation::secondsPerImage, 1, MARGIN, EstimateSource.MEASURED));
        }
        List<Observation> others =
                observations.stream().filter(seen -> seen.model().equals(model)).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(pace(
                        others, Observation::secondsPerUnit, work.units(), MARGIN_OF_SCALED, EstimateSource.SCALED));
    }

    /** Bytes of a pixel of files that were delivered; empty where none of the model were. */
    public OptionalDouble bytesPerPixel(ModelName model) {
        return average(model, Observation::bytesPerPixel, Observation::images);
    }

    /** What devices draw while they draw pictures of the model; empty where none tells. */
    public OptionalDouble watts(ModelName model) {
        return average(model, Observation::watts, seen -> seen.images() * seen.secondsPerImage());
    }

    private OptionalDouble average(
            ModelName model, Function<Observation, @Nullable Double> measure, ToDoubleFunction<Observation> weight) {
        double sum = 0;
        double weights = 0;
        for (Observation seen : observations) {
            Double value = measure.apply(seen);
            if (value != null && seen.model().equals(model)) {
                sum += value * weight.applyAsDouble(seen);
                weights += weight.applyAsDouble(seen);
            }
        }
        return weights > 0 ? OptionalDouble.of(sum / weights) : OptionalDouble.empty();
    }

    private static PicturePace pace(
            List<Observation> seen,
            ToDoubleFunction<Observation> measure,
            double factor,
            double margin,
            EstimateSource source) {
        double sum = 0;
        long images = 0;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Observation one : seen) {
            double value = measure.applyAsDouble(one) * factor;
            sum += value * one.images();
            images += one.images();
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double seconds = Math.min(most, Math.max(least, sum / images));
        double further = margin + MARGIN_OF_ONE / Math.sqrt(images);
        return new PicturePace(seconds, least / further, most * further, source);
    }
}
