package dev.renderfarm.gpuworker.render;

import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeRendererTest {

    @Test
    void shouldDrawWhatFollowsFromTheRequestWhenAskedTwice() throws InterruptedException {
        // Given
        var renderer = new FakeRenderer(Duration.ZERO, Clock.systemUTC());
        // When
        var first = renderer.render(List.of(request(1), request(2)), Cancellation.NEVER)
                .pictures();
        var again = renderer.render(List.of(request(2)), Cancellation.NEVER).pictures();
        // Then
        assertThat(again.get(0).rgb())
                .isEqualTo(first.get(1).rgb())
                .isNotEqualTo(first.get(0).rgb());
        assertThat(first.get(0).isSingleColour()).isFalse();
    }

    @Test
    void shouldStopWhenItIsCancelled() {
        var renderer = new FakeRenderer(Duration.ofHours(1), Clock.systemUTC());
        assertThatThrownBy(() -> renderer.render(List.of(request(1)), () -> true))
                .isInstanceOf(RenderCancelledException.class);
    }
}
