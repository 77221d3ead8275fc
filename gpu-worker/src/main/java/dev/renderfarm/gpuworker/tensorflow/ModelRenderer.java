package dev.renderfarm.gpuworker.tensorflow;

import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.gpuworker.render.DiffusionRenderer;
import dev.renderfarm.gpuworker.render.EnergyCounter;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.time.InstantSource;

/** Puts a renderer together from what a model package holds. */
public final class ModelRenderer {

    /**
     * Loads the model onto the device: takes as long as it is large.
     *
     * @param captionCacheSize how many encoded prompts are kept
     * @param energy finds the counter of the device that the model is loaded onto
     * @throws dev.renderfarm.modelpackage.folder.ModelPackageException if the model is of a family that is not known
     */
    public static Renderer open(
            ModelPackage model,
            DeviceSettings settings,
            int captionCacheSize,
            EnergyCounter.Finder energy,
            InstantSource clock) {
        model.requireKnownFamily();
        TemplatedPrompts prompts = new TemplatedPrompts(model.openTokenizer());
        try {
            DiffusionModel loaded = PackagedModel.load(model, settings);
            return new DiffusionRenderer(
                    loaded, prompts, model.manifest(), captionCacheSize, energy.of(loaded.device()), clock);
        } catch (RuntimeException e) {
            prompts.close();
            throw e;
        }
    }

    private ModelRenderer() {}
}
