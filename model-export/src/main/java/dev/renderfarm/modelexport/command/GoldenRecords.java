package dev.renderfarm.modelexport.command;

import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelexport.golden.PackageProof;

/** Golden records of real networks. */
final class GoldenRecords {

    /** One network in memory at a time: each is asked for a few passes only. */
    static PackageProof proof() {
        return new PackageProof(model -> PackagedModel.oneAtATime(model, DeviceSettings.DEFAULTS));
    }

    private GoldenRecords() {}
}
