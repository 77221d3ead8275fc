package dev.renderfarm.gpuworker.render;

import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeRendererTest {

    private final ManualTime time = new ManualTime(SampleTasks.NOW);

    @Test
    void shouldDrawWhatFollowsFromTheRequestWhenAskedTwice() throws InterruptedException {
        // Given
        var renderer = new FakeRenderer(Duration.ZERO, time, time);
        // When
        var first = renderer.render(List.of(request(1), request(2)), Cancellation.NEVER)
                .pictures();
        var again = renderer.render(List.of(request(2)), Cancellation.NEVER).pictures();
        // Then
        assertThat(again.get(0).rgb())
                .isEqualTo(first.get(1).rgb())
                .isNotEqualTo(first.get(0).rgb());
        assertThat(PictureChecks.ALL.rejection(first.get(0).rgb())).isEmpty();
    }

    @Test
    void shouldTakeItsTimeForEachPicture() throws InterruptedException {
        // Given
        var renderer = new FakeRenderer(Duration.ofMillis(60), time, time);
        // When
        var rendering = renderer.render(List.of(request(1), request(2)), Cancellation.NEVER);
        // Then
        assertThat(rendering.times()).containsEntry(Stage.DENOISE, Duration.ofMillis(120));
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(20));
    }

    @Test
    void shouldTellTheStepThatARealOneWouldBeAtWhenSomebodyLooksOn() throws InterruptedException {
        // Given: four steps in 200 ms, looked at every 50
        var renderer = new FakeRenderer(Duration.ofMillis(200), time, time);
        List<Integer> steps = new ArrayList<>();
        Onlooker onlooker = new Onlooker() {
            @Override
            public boolean isRequested() {
                return false;
            }

            @Override
            public void step(int step) {
                steps.add(step);
            }
        };
        // When
        renderer.render(List.of(Commission.of(request(1))), Lane.BATCH, onlooker);
        // Then
        assertThat(steps).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldStopWhenItIsCancelled() {
        var renderer = new FakeRenderer(Duration.ofHours(1), time, time);
        assertThatThrownBy(() -> renderer.render(List.of(request(1)), () -> true))
                .isInstanceOf(RenderCancelledException.class);
    }
}
