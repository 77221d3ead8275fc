package dev.renderfarm.gpuworker.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows hold two letters each. */
class PromptPairTest {

    private static final ClipWindows WINDOWS = new ClipWindows(4, 8, 9, 3);

    private final PromptTokens tokens = new PromptTokens() {
        @Override
        public int[] of(String prompt) {
            return WINDOWS.fill(prompt.chars().toArray());
        }

        @Override
        public int[] extended(int[] ids, int length) {
            return WINDOWS.extended(ids, length);
        }
    };

    @Test
    void shouldGiveTheShorterOneWindowsOfTheEmptyPrompt() {
        // When
        PromptPair pair = PromptPair.of(request("abc", "d"), true, false, tokens);
        PromptPair other = PromptPair.of(request("a", "bcd"), true, false, tokens);
        // Then
        assertThat(pair.positive().tokenIds()).containsExactly(8, 'a', 'b', 9, 8, 'c', 9, 9);
        assertThat(negative(pair).tokenIds()).containsExactly(8, 'd', 9, 9, 8, 9, 9, 9);
        assertThat(other.positive().tokenIds()).containsExactly(8, 'a', 9, 9, 8, 9, 9, 9);
        assertThat(other.positive().key())
                .isNotEqualTo(PromptPair.of(request("a", "b"), true, false, tokens)
                        .positive()
                        .key());
    }

    @Test
    void shouldTellAbsentFromEmptyWhereAModelDoes() {
        assertThat(PromptPair.of(request("a", null), true, true, tokens).negative())
                .isNull();
        assertThat(negative(PromptPair.of(request("a", ""), true, true, tokens)).tokenIds())
                .containsExactly(8, 9, 9, 9);
        assertThat(negative(PromptPair.of(request("a", null), true, false, tokens))
                        .tokenIds())
                .containsExactly(8, 9, 9, 9);
        assertThat(PromptPair.of(request("a", "b"), false, false, tokens).negative())
                .isNull();
    }

    private static PromptPair.Prompt negative(PromptPair pair) {
        return Objects.requireNonNull(pair.negative());
    }

    private static ImageRequest request(String prompt, @Nullable String negative) {
        return new ImageRequest(prompt, negative, new ImageSize(8, 8), Sampling.of(1, 5), 1);
    }
}
