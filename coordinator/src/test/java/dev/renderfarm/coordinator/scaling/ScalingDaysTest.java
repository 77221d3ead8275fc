package dev.renderfarm.coordinator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days of a shop, on a cluster that is scaled by what the farm tells. */
class ScalingDaysTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final BatchId OPEN = new BatchId("batch_1");

    private static final int DAY = 86_400;
    private static final int DAYS = 3;
    private static final int PICTURE_SECONDS = 6;
    private static final int START_SECONDS = 240;
    private static final int DRAIN_SECONDS = 90;
    private static final int MOST_WORKERS = 20;

    /** As the Helm chart has it, unless told otherwise. */
    private static final AutoscalerModel.Settings SETTINGS = new AutoscalerModel.Settings(
            chart("targetSeconds"), MOST_WORKERS, chart("cooldownSeconds"), chart("scaleDownSeconds"));

    /** A scaler that knows everything has to start each worker too, for a target's worth of work. */
    private static final double OPTIMUM = 1 + START_SECONDS / SETTINGS.target();

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCapacity capacity = new FakeCapacity();
    private Instant now = TestBatches.CREATED;
    private final Backlogs backlogs = new Backlogs(directory, capacity, Duration.ofSeconds(PICTURE_SECONDS), () -> now);
    private long pictures;
    private int wakes;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldLoseNoPictureAndWasteLittleAndNotFlapWhenScaledByTheBacklog(long seed) {
        // When
        SimulatedPods pods = scale(seed, DRAIN_SECONDS);
        // Then
        assertThat(pods.killed()).isZero();
        assertThat(pods.busySeconds()).isEqualTo(pictures * PICTURE_SECONDS);
        assertThat(pods.busySeconds() + pods.idleSeconds()).isLessThan((long) (1.4 * OPTIMUM * pods.busySeconds()));
        assertThat(pods.turns()).as("up and down for each time of work").isLessThan((int) (2.5 * wakes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldLosePicturesWhenTheGraceIsShorterThanAPicture(long seed) {
        assertThat(scale(seed, PICTURE_SECONDS / 2).killed()).isPositive();
    }

    /** Days, and then time to finish what is left. */
    private SimulatedPods scale(long seed, int grace) {
        SimulatedPods pods = new SimulatedPods(new SimulatedPods.Timing(START_SECONDS, PICTURE_SECONDS, grace));
        AutoscalerModel autoscaler = new AutoscalerModel(SETTINGS);
        Random random = new Random(seed);
        for (int second = 0; second < (DAYS + 1) * DAY; second++) {
            if (second < DAYS * DAY && random.nextInt(isOpen(second) ? 3_600 : 36_000) == 0) {
                int batch = (int) Math.round(Math.exp(random.nextDouble(Math.log(1), Math.log(3_000))));
                pods.add(batch);
                pictures += batch;
            }
            pods.passASecond();
            if (second % AutoscalerModel.PERIOD_SECONDS == 0) {
                int present = pods.present();
                int wanted = autoscaler.pods(second, present, told(pods, second));
                wakes += present == 0 && wanted > 0 ? 1 : 0;
                pods.scaleTo(wanted);
            }
        }
        assertThat(pods.present()).isZero();
        return pods;
    }

    private static boolean isOpen(int second) {
        int hour = second % DAY / 3_600;
        return hour >= 8 && hour < 18;
    }

    /** What the farm tells at this second. */
    private double told(SimulatedPods pods, int second) {
        now = TestBatches.CREATED.plusSeconds(second);
        int open = (int) pods.backlog();
        directory.put(TestBatches.batch(OPEN, BatchStatus.IN_PROGRESS, second, open, null));
        capacity.become(Math.min(1, pods.ready()), 1.0 / PICTURE_SECONDS);
        return backlogs.of(TINY).backlogWorkerSeconds();
    }

    private static int chart(String value) {
        Matcher line;
        try {
            line = Pattern.compile("(?m)^  " + value + ": (\\d+)$")
                    .matcher(Files.readString(Path.of("..", "helm", "renderfarm", "values.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(line.find()).as(value).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
