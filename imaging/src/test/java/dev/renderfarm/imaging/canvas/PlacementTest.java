package dev.renderfarm.imaging.canvas;

import static dev.renderfarm.imaging.canvas.SampleEdits.SIZE;
import static dev.renderfarm.imaging.canvas.SampleEdits.edit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.imaging.resize.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    @ParameterizedTest
    @CsvSource({
        "EXACT, 200, 100, 0, 0, 96, 64",
        "CONTAIN, 200, 100, 0, 8, 96, 48",
        "CONTAIN, 96, 64, 0, 0, 96, 64",
        "CONTAIN, 1, 1000, 47, 0, 1, 64"
    })
    void shouldFillTheCanvasAsAskedWhenThePictureIsOfAnotherSize(
            Resize resize, int width, int height, int x, int y, int toWidth, int toHeight) {
        assertThat(Placement.of(edit(null, true, 0, null, resize), width, height, SIZE))
                .isEqualTo(new Placement(Box.of(width, height), x, y, toWidth, toHeight));
    }

    @ParameterizedTest
    @CsvSource({
        "200, 100, 25, 0, 150, 100",
        "100, 200, 0, 66, 100, 66.66666666666667",
        "96, 64, 0, 0, 96, 64",
        "97, 64, 0, 0, 96, 64",
        "99, 64, 1, 0, 96, 64",
        "1, 50000000, 0, 24999999, 1, 0.6666666666666666"
    })
    void shouldSeeTheMiddleInTheProportionsOfTheCanvasWhenItCovers(
            int width, int height, double left, double top, double partWidth, double partHeight) {
        // When
        Placement placement = Placement.of(edit(null, true, 0, null, Resize.COVER), width, height, SIZE);
        // Then
        assertThat(placement)
                .isEqualTo(new Placement(
                        new Box(left, top, left + partWidth, top + partHeight), 0, 0, SIZE.width(), SIZE.height()));
    }

    @ParameterizedTest
    @CsvSource({"EXACT, 100, 50000", "EXACT, 50000000, 1", "CONTAIN, 1, 50000000", "CONTAIN, 1, 1600"})
    void shouldRefuseByNameWhenHardlyAnythingIsLeftOfItsProportions(Resize resize, int width, int height) {
        assertThatThrownBy(() -> Placement.of(edit(null, true, 0, null, resize), width, height, SIZE))
                .isInstanceOf(CanvasRefusedException.class)
                .hasMessageContaining(width + "x" + height)
                .hasMessageContaining("more than 16 times")
                .hasMessageContaining("crop it");
    }

    @Test
    void shouldKeepProportionsWhenOnlyOneSideIsGiven() {
        assertThat(Placement.of(edit(null, true, 0, new Place.At(1, 2, 50, null), Resize.CONTAIN), 100, 60, SIZE))
                .isEqualTo(new Placement(Box.of(100, 60), 1, 2, 50, 30));
        assertThat(Placement.of(edit(null, true, 0, new Place.At(1, 2, null, 30), Resize.CONTAIN), 100, 60, SIZE))
                .isEqualTo(new Placement(Box.of(100, 60), 1, 2, 50, 30));
        assertThat(Placement.of(edit(null, true, 0, new Place.Centred(0.5), Resize.CONTAIN), 100, 60, SIZE))
                .isEqualTo(new Placement(Box.of(100, 60), 32, 22, 32, 19));
    }
}
