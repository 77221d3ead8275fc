package dev.renderfarm.gpuworker.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZlibStreamTest {

    private static final Effort QUICK = new Effort(1, 1, 2, 24, 2, 16);
    private static final Effort THOROUGH = new Effort(64, 1_000_000, 31, 0, 1, 258);

    static Stream<Effort> efforts() {
        return Stream.of(QUICK, new Effort(32, 16_384, 5, 8, 4, 64), THOROUGH);
    }

    @ParameterizedTest
    @MethodSource("efforts")
    void shouldGiveBackEveryLength(Effort effort) throws DataFormatException {
        for (int length = 0; length < 600; length++) {
            byte[] data = words(new Random(length), length);
            assertThat(inflated(ZlibStream.of(data, effort), length)).isEqualTo(data);
        }
    }

    @ParameterizedTest
    @MethodSource("efforts")
    void shouldGiveBackWhateverIsMixed(Effort effort) throws DataFormatException {
        for (int seed = 0; seed < 40; seed++) {
            byte[] data = mixed(new Random(seed));
            assertThat(inflated(ZlibStream.of(data, effort), data.length))
                    .as("seed %d", seed)
                    .isEqualTo(data);
        }
    }

    @ParameterizedTest
    @MethodSource("efforts")
    void shouldGrowByNextToNothingWhenThereIsNothingToGain(Effort effort) throws DataFormatException {
        // Given
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        // When
        byte[] stream = ZlibStream.of(noise, effort);
        // Then
        assertThat(stream.length - noise.length).isBetween(0, 100);
        assertThat(inflated(stream, noise.length)).isEqualTo(noise);
    }

    @Test
    void shouldReachBackOverTheWholeWindowAndNotFurther() throws DataFormatException {
        for (int distance : new int[] {3073, 32_767, 32_768, 32_769}) {
            // Given
            byte[] data = new byte[distance + 2000];
            new Random(distance).nextBytes(data);
            System.arraycopy(data, 0, data, distance, 2000);
            // When
            byte[] stream = ZlibStream.of(data, THOROUGH);
            // Then
            assertThat(inflated(stream, data.length))
                    .as("distance %d", distance)
                    .isEqualTo(data);
            assertThat(stream.length < data.length - 1000)
                    .as("distance %d", distance)
                    .isEqualTo(distance <= 32_768);
        }
    }

    @Test
    void shouldBeNoLargerThanZlibAtItsDefaultWhereFewValuesAreFrequent() {
        // Given
        Random random = new Random(3);
        byte[] data = new byte[200_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (random.nextInt(4) + random.nextInt(4) - random.nextInt(7));
        }
        var zlib = new java.util.zip.Deflater();
        zlib.setInput(data);
        zlib.finish();
        // When
        int theirs = zlib.deflate(new byte[data.length]);
        zlib.end();
        // Then
        assertThat(ZlibStream.of(data, QUICK).length).isLessThan(theirs);
    }

    @Test
    void shouldRefuseAnEffortThatComparesNothing() {
        assertThatThrownBy(() -> new Effort(0, 1, 1, 1, 1, 1)).hasMessage("at least one comparison must be allowed");
        assertThatThrownBy(() -> new Effort(1, 1, 32, 1, 1, 1)).hasMessageContaining("patience is from 0 to 31");
    }

    /** Few values, so that there is something to find. */
    private static byte[] words(Random random, int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (random.nextInt(3) * random.nextInt(5));
        }
        return data;
    }

    /** Noise, runs, copies and few values in turn. */
    private static byte[] mixed(Random random) {
        byte[] data = new byte[50_000 + random.nextInt(150_000)];
        int at = 0;
        while (at < data.length) {
            int length = Math.min(data.length - at, 1 + random.nextInt(1 << random.nextInt(16)));
            switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, data, at, length);
                }
                case 1 -> Arrays.fill(data, at, at + length, (byte) random.nextInt(4));
                case 2 -> {
                    int back = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, 40_000));
                    for (int i = at; i < at + length; i++) {
                        data[i] = data[Math.max(0, i - back)];
                    }
                }
                default -> System.arraycopy(words(random, length), 0, data, at, length);
            }
            at += length;
        }
        return data;
    }

    /** By zlib, which checks the checksum; the stream ends with its last byte. */
    private static byte[] inflated(byte[] stream, int length) throws DataFormatException {
        Inflater zlib = new Inflater();
        try {
            zlib.setInput(stream);
            byte[] data = new byte[length + 1];
            int got = 0;
            while (!zlib.finished()) {
                int more = zlib.inflate(data, got, data.length - got);
                assertThat(more > 0 || zlib.finished()).as("the stream goes on").isTrue();
                got += more;
            }
            assertThat(zlib.getRemaining()).isZero();
            return Arrays.copyOf(data, got);
        } finally {
            zlib.end();
        }
    }
}
