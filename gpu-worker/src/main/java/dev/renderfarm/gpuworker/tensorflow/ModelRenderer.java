package dev.renderfarm.gpuworker.tensorflow;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.gpuworker.render.DiffusionRenderer;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.time.InstantSource;

/** Puts a renderer together from what a model package holds. */
public final class ModelRenderer {

    /**
     * Loads the model onto the device: takes as long as it is large.
     *
     * @param captionCacheSize how many encoded prompts are kept
     * @throws dev.renderfarm.modelpackage.folder.ModelPackageException if the model is of a family that is not known
     */
    public static Renderer open(
            ModelPackage model, DeviceSettings settings, int captionCacheSize, InstantSource clock) {
        model.requireFamily(ModelManifest.Z_IMAGE);
        TemplatedPrompts prompts = new TemplatedPrompts(model.openTokenizer());
        try {
            return new DiffusionRenderer(
                    PackagedModel.load(model, settings), prompts, model.manifest(), captionCacheSize, clock);
        } catch (RuntimeException e) {
            prompts.close();
            throw e;
        }
    }

    private ModelRenderer() {}
}
