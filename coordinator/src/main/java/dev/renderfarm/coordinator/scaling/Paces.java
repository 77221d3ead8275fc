package dev.renderfarm.coordinator.scaling;

import dev.renderfarm.common.api.PaceSource;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.Workforce;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a picture takes on one worker, of each model. Safe for several threads. */
final class Paces {

    /** @param secondsPerImage on one worker */
    record Pace(double secondsPerImage, PaceSource source) {}

    private final Duration configured;
    private final Map<ModelName, Double> measured = new ConcurrentHashMap<>();

    /** @param configured what counts while nothing has been measured */
    Paces(Duration configured) {
        if (configured.isZero() || configured.isNegative()) {
            throw new IllegalArgumentException("a picture takes no time: " + configured);
        }
        this.configured = configured;
    }

    /** @param workforce of the model, now */
    Pace of(ModelName model, Workforce workforce) {
        if (workforce.rendering() > 0) {
            double seconds = workforce.rendering() / workforce.imagesPerSecond();
            measured.put(model, seconds);
            return new Pace(seconds, PaceSource.MEASURED);
        }
        Double last = measured.get(model);
        return last == null
                ? new Pace(configured.toNanos() / 1e9, PaceSource.CONFIGURED)
                : new Pace(last, PaceSource.REMEMBERED);
    }
}
