package dev.renderfarm.gpuworker.worker;

import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.gpuworker.render.ScriptedRenderer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private final ScriptedRenderer renderer = new ScriptedRenderer();

    @Test
    void shouldRenderEveryConfiguredSizeOnceWhenSizesAreGiven() throws InterruptedException {
        // When
        new WarmUp(MANIFEST, Optional.of(List.of("64x64", "16x32")), 2).render(renderer);
        // Then
        assertThat(renderer.microBatches())
                .allSatisfy(microBatch -> assertThat(microBatch).hasSize(2))
                .extracting(microBatch -> microBatch.get(0).size())
                .containsExactly(new ImageSize(64, 64), new ImageSize(16, 32));
    }

    @Test
    void shouldRenderTheModelsDefaultWhenNoSizeIsGiven() throws InterruptedException {
        // When
        new WarmUp(MANIFEST, Optional.empty(), 1).render(renderer);
        // Then
        assertThat(renderer.microBatches())
                .singleElement()
                .satisfies(microBatch -> assertThat(microBatch.get(0).size()).isEqualTo(SIZE));
    }

    @Test
    void shouldRenderOnePictureOfTheSmallestSizeWhenTheDeviceIsTried() throws InterruptedException {
        // When
        new WarmUp(MANIFEST, Optional.of(List.of("64x64", "16x32", "32x32")), 2).renderSmallest(renderer);
        // Then
        assertThat(renderer.microBatches()).singleElement().satisfies(microBatch -> assertThat(microBatch)
                .singleElement()
                .satisfies(request -> assertThat(request.size()).isEqualTo(new ImageSize(16, 32))));
    }

    @Test
    void shouldNameTheKeyWhenTheModelHasNoSuchSize() {
        assertThatThrownBy(() -> new WarmUp(MANIFEST, Optional.of(List.of("1024x1024")), 1))
                .hasMessageContaining("renderfarm.worker.warm-up-sizes: 1024x1024");
    }
}
