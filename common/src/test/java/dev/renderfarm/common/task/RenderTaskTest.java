package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderTaskTest {

    @Test
    void shouldRefuseTheItemOfAnotherTask() {
        // Given
        var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
        var item = new RenderItem(7, 9, "SKU", null, new ImageName("SKU"), image);
        // When, then
        assertThatThrownBy(() -> new RenderTask(
                        new TaskId(new BatchId("batch_1"), 8),
                        1,
                        new ModelName("tiny"),
                        item,
                        List.of(),
                        null,
                        null,
                        null))
                .hasMessage("task batch_1/8 is not of item 7");
    }
}
