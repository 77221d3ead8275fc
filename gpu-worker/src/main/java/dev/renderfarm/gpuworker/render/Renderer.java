package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Draws pictures on one device. Safe for use by several threads; micro-batches take turns on the device, as
 * {@link Turns} says. The same request gives the same picture, whatever was drawn before it.
 */
public interface Renderer extends AutoCloseable {

    /** Draws from noise alone what nobody waits for: as {@link #render(List, Lane, Onlooker)}. */
    default Rendering render(List<ImageRequest> microBatch, Cancellation cancellation) throws InterruptedException {
        return render(microBatch.stream().map(Commission::of).toList(), Lane.BATCH, cancellation::isRequested);
    }

    /**
     * Draws one picture per request, in their order; of an edit all of it, as the networks do: nothing is pasted.
     *
     * @param microBatch at least one request, all of the same {@link RenderShape}
     * @param lane on which they came: whose turns on the device they have
     * @param onlooker asked and told between steps, in the calling thread
     * @throws RenderException with the code of what went wrong; then there is no picture of this micro-batch
     * @throws RenderCancelledException once the onlooker requests it
     */
    Rendering render(List<Commission> microBatch, Lane lane, Onlooker onlooker) throws InterruptedException;

    /**
     * Runs the networks on a golden record and tells how each stage compares with it; tells nothing where there are no
     * networks.
     *
     * @throws RenderException where the record's prompt cannot be drawn
     */
    void compare(GoldenRecord record, Consumer<Finding> findings) throws InterruptedException;

    /** What it draws on. */
    Device device();

    /** Frees the device. Nothing is rendered after it. */
    @Override
    void close();
}
