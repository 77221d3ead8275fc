package dev.renderfarm.gpuworker.sample;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.golden.GoldenRequest;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.tensorflow.TinyPackage;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import java.time.Instant;
import java.util.List;

/** Tasks and a model for tests. */
public final class SampleTasks {

    public static final BatchId BATCH = new BatchId("batch_1");
    public static final ImageSize SIZE = new ImageSize(32, 16);
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    public static final ModelManifest MANIFEST = TinyPackage.MANIFEST;

    public static final GoldenRecord GOLDEN = new GoldenRecord(
            "a test",
            new GoldenRequest("a mug", List.of(5), 1, 1, new LatentShape(1, 1, 4)),
            new float[4],
            new float[1],
            new float[4],
            new float[4],
            new byte[8 * 8 * 3]);

    public static ImageRequest request(long seed) {
        return new ImageRequest("a mug", null, SIZE, Sampling.of(4, 0), seed);
    }

    public static RenderItem item(int index, ImageRequest image) {
        return new RenderItem(index, index + 2, "SKU " + index, null, new ImageName("sku-" + index), image);
    }

    public static RenderTask task(int index) {
        return RenderTask.of(BATCH, MANIFEST.name(), item(index, request(index)), 1);
    }

    public static ClaimedTask.Renderable claimed(int index) {
        return new ClaimedTask.Renderable(task(index), 1, NOW, NOW);
    }

    private SampleTasks() {}
}
