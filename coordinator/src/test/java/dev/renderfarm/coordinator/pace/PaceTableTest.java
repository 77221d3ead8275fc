package dev.renderfarm.coordinator.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.plan.EstimateSource;
import dev.renderfarm.common.task.ImageSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTableTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final Work SMALL = new Work(new ImageSize(64, 64), 8, false);
    private static final Work LARGE = new Work(new ImageSize(128, 128), 8, true);

    @Test
    void shouldTakePicturesOfTheSameKindAndWeighThemByNumber() {
        // Given
        var table = new PaceTable(List.of(seen(SMALL, 27, 1), seen(SMALL, 9, 3), seen(LARGE, 10, 50)));
        // Then
        PicturePace pace = table.of(TINY, SMALL).orElseThrow();
        assertThat(pace.seconds()).isEqualTo(1.5);
        assertThat(pace.least()).isEqualTo(0.5);
        assertThat(pace.most()).isEqualTo(6);
        assertThat(pace.source()).isEqualTo(EstimateSource.MEASURED);
    }

    @Test
    void shouldScaleByPixelsStepsAndGuidanceWhenTheKindIsNew() {
        // Given
        var table = new PaceTable(List.of(seen(SMALL, 30, 2)));
        // Then: four times the pixels, two passes for each step
        PicturePace pace = table.of(TINY, LARGE).orElseThrow();
        assertThat(pace.seconds()).isCloseTo(16, within(1e-9));
        assertThat(pace.source()).isEqualTo(EstimateSource.SCALED);
    }

    @Test
    void shouldTellBytesAndPowerByWhatWasSeenOfTheModel() {
        // Given: forty seconds at 300 W, twenty of which nobody knows, and ten at 150 W
        var table = new PaceTable(List.of(
                new Observation(TINY, Map.of(SMALL, 1), 10, 4, 0.5, 300.0),
                new Observation(TINY, Map.of(SMALL, 1), 10, 2, null, null),
                new Observation(TINY, Map.of(LARGE, 1), 30, 1.0 / 3, 1.5, 150.0)));
        // Then
        assertThat(table.watts(TINY).orElseThrow()).isCloseTo(270, within(1e-9));
        assertThat(table.bytesPerPixel(TINY).orElseThrow()).isCloseTo(1.25, within(1e-9));
        assertThat(table.watts(new ModelName("other"))).isEmpty();
    }

    @Test
    void shouldTellAMixedBatchByItsAverage() {
        // Given: nine units on the average of two pictures, one and seventeen
        var mixed = new Observation(TINY, Map.of(SMALL, 1, LARGE, 1), 2, 9, null, null);
        // Then
        assertThat(new PaceTable(List.of(mixed)).of(TINY, SMALL).orElseThrow().seconds())
                .isCloseTo(2, within(1e-9));
    }

    @Test
    void shouldBeSurerTheMorePicturesItHasSeen() {
        PicturePace few =
                new PaceTable(List.of(seen(SMALL, 1, 2))).of(TINY, SMALL).orElseThrow();
        PicturePace many =
                new PaceTable(List.of(seen(SMALL, 900, 2))).of(TINY, SMALL).orElseThrow();
        assertThat(few.most()).isEqualTo(9);
        assertThat(many.most()).isCloseTo(3.2, within(1e-9));
    }

    @Test
    void shouldKnowNothingOfAModelThatHasDrawnNothing() {
        var table = new PaceTable(List.of(seen(SMALL, 30, 2)));
        assertThat(table.of(new ModelName("other"), SMALL)).isEmpty();
        assertThat(PaceTable.EMPTY.of(TINY, SMALL)).isEmpty();
    }

    private static Observation seen(Work work, int images, double seconds) {
        return new Observation(TINY, Map.of(work, 10), images, seconds, null, null);
    }
}
