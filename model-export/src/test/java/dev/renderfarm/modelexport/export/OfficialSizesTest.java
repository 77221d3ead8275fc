package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.modelexport.architecture.TextEncoderSizes;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.architecture.VaeSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelexport.textencoder.TextEncoder;
import dev.renderfarm.modelexport.transformer.Transformer;
import dev.renderfarm.modelexport.vae.VaeDecoder;
import dev.renderfarm.modelexport.vae.VaeEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** At the sizes of the official models, the graphs ask for exactly the tensors of the official checkpoints. */
class OfficialSizesTest {

    @Test
    void shouldAskForEveryTensorOfTheTransformer() throws IOException {
        // When
        ComponentGraph graph = Transformer.graph(
                new TransformerSizes(16, 3840, 30, 2, 30, 2560, 1e-5, 256, 1000, List.of(32, 48, 48), true),
                WeightType.BF16);
        // Then
        assertThat(lines(graph)).hasSize(521).isEqualTo(official("transformer.txt"));
        assertThat(elements(graph)).isEqualTo(6_154_908_736L);
    }

    @Test
    void shouldAskForEveryTensorOfTheTextEncoderButThoseAfterTheCaption() throws IOException {
        // When
        ComponentGraph graph = TextEncoder.graph(
                new TextEncoderSizes(151_936, 2560, 9728, 36, 32, 8, 128, 1e-6, 1e6), WeightType.BF16);
        // Then
        assertThat(lines(graph)).isEqualTo(official("text_encoder.txt"));
        assertThat(elements(graph)).isEqualTo(3_921_534_720L);
    }

    @Test
    void shouldAskForEveryTensorOfTheVaeDecoder() throws IOException {
        // When
        ComponentGraph graph = VaeDecoder.graph(
                new VaeSizes(16, List.of(128, 256, 512, 512), 2, 32, 0.3611, 0.1159, true, false, false),
                WeightType.BF16);
        // Then
        assertThat(lines(graph)).hasSize(138).isEqualTo(official("vae_decoder.txt"));
        assertThat(elements(graph)).isEqualTo(49_545_475L);
    }

    @Test
    void shouldAskForEveryTensorOfTheVaeEncoder() throws IOException {
        // When
        ComponentGraph graph = VaeEncoder.graph(
                new VaeSizes(16, List.of(128, 256, 512, 512), 2, 32, 0.3611, 0.1159, true, false, false),
                WeightType.BF16);
        // Then
        assertThat(lines(graph)).hasSize(106).isEqualTo(official("vae_encoder.txt"));
        assertThat(elements(graph)).isEqualTo(34_274_208L);
    }

    /** One {@code name [shape]} per line, sorted. */
    private static List<String> lines(ComponentGraph graph) {
        return graph.parameters().stream()
                .map(parameter -> parameter.name() + " " + parameter.shape())
                .sorted()
                .toList();
    }

    private static long elements(ComponentGraph graph) {
        return graph.parameters().stream().collect(Collectors.summingLong(Parameter::elements));
    }

    private static List<String> official(String file) throws IOException {
        try (InputStream in = OfficialSizesTest.class.getResourceAsStream("/official-tensors/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .sorted()
                    .toList();
        }
    }
}
