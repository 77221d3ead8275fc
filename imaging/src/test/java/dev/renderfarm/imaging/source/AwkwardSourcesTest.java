package dev.renderfarm.imaging.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.documents.Checkout;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AwkwardSourcesTest {

    private static final SourceReader READER = new SourceReader(SourceLimits.DEFAULT);

    /** What a lossy format may change. */
    private static final Offset<Integer> ROUNDING = Offset.offset(2);

    static List<AwkwardSources.Source> sources() {
        return AwkwardSources.all();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldGiveWhatTheDocumentationSays(AwkwardSources.Source source) {
        if (source.fault() != null) {
            assertThatThrownBy(() -> READER.read(source.file()))
                    .isInstanceOfSatisfying(SourceRefusedException.class, refused -> assertThat(refused.fault())
                            .isEqualTo(source.fault()))
                    .hasMessageEndingWith(": " + source.fault().mend());
            return;
        }
        // When
        SourceHeader header = READER.header(source.file());
        Pixels pixels = READER.read(source.file());
        // Then
        assertThat(List.of(header.width(), header.height())).containsExactly(source.width(), source.height());
        assertThat(List.of(pixels.width(), pixels.height())).containsExactly(source.width(), source.height());
        assertThat(header.hasAlpha()).isEqualTo(pixels.hasAlpha());
        for (int c = 0; c < Pixels.COLOURS; c++) {
            assertThat(pixels.rgb()[c] & 0xff).isCloseTo(source.argb() >> 8 * (2 - c) & 0xff, ROUNDING);
        }
        assertThat(pixels.alpha() == null ? 255 : pixels.alpha()[0] & 0xff).isEqualTo(source.argb() >>> 24);
    }

    @Test
    void shouldBeInTheDocumentationEachOnce() throws IOException {
        // Given
        Map<String, String> documented = new TreeMap<>();
        Files.readAllLines(Checkout.root().resolve("docs/edits.md")).stream()
                .filter(line -> line.startsWith("| ") && (line.contains("| read") || line.contains("| refused: `")))
                .map(line -> line.split("\\|"))
                .forEach(cells -> documented.put(
                        cells[1].strip(), cells[2].strip().startsWith("refused") ? cells[2].strip() : "read"));
        // When, Then
        assertThat(documented)
                .isEqualTo(sources().stream()
                        .collect(Collectors.toMap(
                                AwkwardSources.Source::name,
                                source -> source.fault() == null
                                        ? "read"
                                        : "refused: `" + source.fault().wireName() + "`",
                                (one, other) -> one,
                                TreeMap::new)));
        assertThat(documented).hasSizeGreaterThan(40);
    }

    @Test
    void shouldGiveAPictureOrARefusalWhateverTheBytesAre() {
        // Given
        long seed = 20261127;
        Random random = new Random(seed);
        SourceReader reader = new SourceReader(new SourceLimits(1 << 20, 1_000, 100_000));
        List<AwkwardSources.Source> small = sources().stream()
                .filter(source -> source.file().length > 0 && source.file().length < 20_000)
                .toList();
        Map<String, Integer> answers = new TreeMap<>();
        for (int round = 0; round < 6_000; round++) {
            AwkwardSources.Source source = small.get(random.nextInt(small.size()));
            byte[] file = mutated(source.file(), random);
            String format = source.name().split("\\W", 2)[0];
            // When
            try {
                Pixels pixels = reader.read(file);
                answers.merge(format + " read", 1, Integer::sum);
                // Then
                assertThat((long) pixels.count()).isLessThanOrEqualTo(100_000);
            } catch (SourceRefusedException e) {
                answers.merge(format + " refused", 1, Integer::sum);
                assertThat(e).hasMessageContaining(": ");
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round + ", of " + source, e);
            }
        }
        assertThat(answers)
                .containsKeys("PNG read", "PNG refused", "JPEG read", "JPEG refused", "WebP read", "WebP refused");
    }

    private static byte[] mutated(byte[] file, Random random) {
        byte[] mutated =
                random.nextInt(4) == 0 ? java.util.Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
        for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return mutated;
    }
}
