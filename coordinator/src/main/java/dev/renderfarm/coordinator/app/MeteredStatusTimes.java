package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.coordinator.status.FirstImages;
import dev.renderfarm.coordinator.status.StatusTimes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** Measures what users wait for: the first image of a batch, and the news of it. */
final class MeteredStatusTimes implements StatusTimes {

    private static final Duration[] FIRST_IMAGE_BUCKETS = seconds(5, 10, 30, 60, 300, 900, 3600);
    private static final Duration[] DELAY_BUCKETS = seconds(1, 2, 5, 15, 60);

    private final FirstImages firstImages = new FirstImages();
    private final InstantSource clock;
    private final Timer firstImage;
    private final Timer delay;

    MeteredStatusTimes(MeterRegistry meters, InstantSource clock) {
        this.clock = clock;
        this.firstImage = Timer.builder("renderfarm.batch.first.image")
                .description("From a batch's submission to its first image")
                .serviceLevelObjectives(FIRST_IMAGE_BUCKETS)
                .register(meters);
        this.delay = Timer.builder("renderfarm.batch.status.delay")
                .description("From the writing of a batch's status until this process knew it")
                .serviceLevelObjectives(DELAY_BUCKETS)
                .register(meters);
    }

    @Override
    public void told(Batch batch, Instant written) {
        firstImages.after(batch, written).ifPresent(firstImage::record);
        delay.record(Duration.between(written, clock.instant()));
    }

    private static Duration[] seconds(int... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }
}
