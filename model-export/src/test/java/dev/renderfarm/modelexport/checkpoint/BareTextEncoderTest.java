package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.safetensors.FakeTensors;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BareTextEncoderTest {

    @Test
    void shouldGiveTheNamesOfAModelWithAHeadWhenItWasSavedWithout() throws IOException {
        // Given
        FakeTensors bare = new FakeTensors(
                Map.of("embed_tokens.weight", new float[] {1, 2, 3}, "layers.0.mlp.up_proj.weight", new float[] {4}));
        // When
        try (TensorSource prefixed = BareTextEncoder.prefixed(bare)) {
            // Then
            assertThat(prefixed.tensors())
                    .containsOnlyKeys("model.embed_tokens.weight", "model.layers.0.mlp.up_proj.weight");
            float[] rest = new float[2];
            prefixed.read("model.embed_tokens.weight", 1, rest, 2);
            assertThat(rest).containsExactly(2, 3);
        }
    }

    @Test
    void shouldLeaveTheNamesWhenTheyHaveThePrefixAlready() {
        FakeTensors whole = new FakeTensors(Map.of("model.embed_tokens.weight", new float[] {1}));
        assertThat(BareTextEncoder.prefixed(whole)).isSameAs(whole);
    }
}
