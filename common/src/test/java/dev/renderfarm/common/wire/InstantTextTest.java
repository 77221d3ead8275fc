package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

    private record Moment(Instant at) {}

    @Test
    void shouldBeTheTextOfJavaWhateverTheInstant() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int[] units = {1, 1_000, 1_000_000, 1_000_000_000};
        for (int i = 0; i < 20_000; i++) {
            // years from -3000 to 12,000, so of four digits or not
            long second = (long) (random.nextDouble() * 15_000 * 31_556_952L) - 4_970L * 31_556_952L;
            int unit = units[random.nextInt(units.length)];
            Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * (long) unit);
            assertThat(InstantText.of(instant)).as("seed %d", seed).isEqualTo(instant.toString());
            assertThat(read(instant.toString())).as("seed %d", seed).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "2000-02-29T12:00:00.001Z",
                "2024-02-29T12:00:00.100Z",
                "9999-12-31T23:59:59.000000001Z"
            })
    void shouldReadAndWriteTheEdgesAlike(String text) {
        assertThat(read(text)).isEqualTo(Instant.parse(text));
        assertThat(InstantText.of(Instant.parse(text))).isEqualTo(text);
    }

    /** What other programs write. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.1234567Z", "2026-01-02T24:00:00Z"})
    void shouldReadWhatJavaReads(String text) {
        assertThat(read(text)).isEqualTo(Instant.parse(text));
    }

    @Test
    void shouldReadAnInstantOfAnotherOffset() {
        assertThat(read("2026-01-02T03:04:05+00:00")).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-02T25:00:00Z",
                "2026-01-02T03:60:00Z",
                "2026-01-02T03:04:61Z",
                "2026-01-02T03:04:05.12x4Z",
                "2026-01-02 03:04:05Z",
                "2026-01-02T03:04:05"
            })
    void shouldRefuseWhatIsNoInstant(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedJsonException.class);
    }

    private static Instant read(String text) {
        return Json.read("{\"at\": \"" + text + "\"}", Moment.class).at();
    }
}
