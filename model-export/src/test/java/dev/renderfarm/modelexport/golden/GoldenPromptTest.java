package dev.renderfarm.modelexport.golden;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.golden.GoldenException;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.ShippedFiles;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GoldenPromptTest {

    private final byte[] tokenizer = Objects.requireNonNull(
            CheckpointConfiguration.read(new ShippedFiles("tiny")).tokenizer());
    private final ModelManifest.Tokenizer settings = new ChatTemplate("{prompt}", 40);

    @Test
    void shouldTakeAPromptOfAsManyTokensAsTheModelTakes() {
        assertThatCode(() -> GoldenPrompt.check("x ".repeat(5), tokenizer, settings))
                .doesNotThrowAnyException();
        assertThatCode(() -> GoldenPrompt.check(null, tokenizer, settings)).doesNotThrowAnyException();
        assertThatCode(() -> GoldenPrompt.check(null, null, settings)).doesNotThrowAnyException();
    }

    @Test
    void shouldSayWhatToDoWhenThePromptCannotBeRecorded() {
        assertFails("x ".repeat(100), tokenizer, "the model takes 40; give a shorter one");
        assertFails("a mug", null, "the checkpoint has no tokenizer");
        assertFails("\ud800", tokenizer, "half a surrogate pair");
        assertFails("a mug", "{}".getBytes(StandardCharsets.UTF_8), "the checkpoint's tokenizer cannot be used");
    }

    private void assertFails(String prompt, byte @Nullable [] json, String problem) {
        assertThatThrownBy(() -> GoldenPrompt.check(prompt, json, settings))
                .isInstanceOf(GoldenException.class)
                .hasMessageContaining(problem);
    }
}
