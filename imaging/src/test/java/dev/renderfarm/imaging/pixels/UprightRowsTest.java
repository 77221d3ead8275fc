package dev.renderfarm.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UprightRowsTest {

    private static final int WIDTH = 2;
    private static final int HEIGHT = 3;

    /** The stored rows are 1 2, 3 4 and 5 6. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 123456", "2, 2, 214365", "3, 2, 654321", "4, 2, 563412",
        "5, 3, 135246", "6, 3, 531642", "7, 3, 642531", "8, 3, 246135"
    })
    void shouldPutEachPixelWhereItIsSeen(int exif, int width, String shown) {
        // Given
        Orientation orientation = Orientation.of(exif).orElseThrow();
        UprightRows rows = new UprightRows(WIDTH, HEIGHT, orientation, true);
        // When
        for (int y = HEIGHT - 1; y >= 0; y--) {
            for (int x = 0; x < WIDTH; x++) {
                byte number = (byte) (1 + y * WIDTH + x);
                rows.colours(new byte[] {number, (byte) (number + 10), (byte) (number + 20)}, y, x, WIDTH);
                rows.alpha(new byte[] {number}, y, x, WIDTH);
            }
        }
        // Then
        Pixels pixels = rows.pixels();
        assertThat(pixels.width()).isEqualTo(width);
        for (int i = 0; i < pixels.count(); i++) {
            byte number = (byte) (shown.charAt(i) - '0');
            assertThat(pixels.rgb()).containsSubsequence(number, (byte) (number + 10), (byte) (number + 20));
            assertThat(pixels.rgb()[3 * i]).isEqualTo(number);
            assertThat(pixels.rgb()[3 * i + 2]).isEqualTo((byte) (number + 20));
            assertThat(pixels.alpha()).isNotNull().contains(number, org.assertj.core.data.Index.atIndex(i));
        }
    }
}
