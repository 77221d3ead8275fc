package dev.renderfarm.gpuworker.tensorflow;

import dev.renderfarm.gpuworker.render.DiffusionModel;
import dev.renderfarm.gpuworker.render.DiffusionRenderer;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.tiles.TileSize;
import dev.renderfarm.gpuworker.tiles.TilingModel;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.time.InstantSource;

/** Puts a renderer together from what a model package holds. */
public final class ModelRenderer {

    /**
     * Loads the model onto the device: takes as long as it is large.
     *
     * @param captionCacheSize how many encoded prompts are kept
     */
    public static Renderer open(
            ModelPackage model, DeviceSettings settings, int captionCacheSize, InstantSource clock) {
        TemplatedPrompts prompts = new TemplatedPrompts(model.openTokenizer());
        try {
            return new DiffusionRenderer(load(model, settings), prompts, model.manifest(), captionCacheSize, clock);
        } catch (RuntimeException e) {
            prompts.close();
            throw e;
        }
    }

    /** Only the networks, as much at once as the settings allow: takes as long as the model is large. */
    public static DiffusionModel load(ModelPackage model, DeviceSettings settings) {
        TileSize tile =
                TileSize.within(settings.vaeMemory(), model.manifest().latent().scale());
        return new TilingModel(TensorFlowModel.load(model, settings), tile);
    }

    private ModelRenderer() {}
}
