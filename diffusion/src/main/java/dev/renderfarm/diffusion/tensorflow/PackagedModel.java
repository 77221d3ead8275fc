package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.tiles.TileSize;
import dev.renderfarm.diffusion.tiles.TilingModel;
import dev.renderfarm.modelpackage.folder.ModelPackage;

/** Loads a package's networks; they decode and encode as much at once as the settings allow. */
public final class PackagedModel {

    /** All of them at once, ready for use: takes as long as the model is large. */
    public static DiffusionModel load(ModelPackage model, DeviceSettings settings) {
        return tiling(model, settings, TensorFlowModel.load(model, settings));
    }

    /**
     * One at a time, each when it is needed: for a few passes in little memory. Only the largest network has to fit,
     * but a change from one to another loads anew.
     */
    public static DiffusionModel oneAtATime(ModelPackage model, DeviceSettings settings) {
        return tiling(model, settings, new SequentialModel(model, settings));
    }

    private static DiffusionModel tiling(ModelPackage model, DeviceSettings settings, DiffusionModel loaded) {
        try {
            TileSize tile = TileSize.within(
                    settings.vaeMemory(), model.manifest().latent().scale());
            return new TilingModel(loaded, tile);
        } catch (IllegalArgumentException e) {
            loaded.close();
            throw e;
        }
    }

    private PackagedModel() {}
}
