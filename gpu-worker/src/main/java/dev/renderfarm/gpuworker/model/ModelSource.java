package dev.renderfarm.gpuworker.model;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modeldistribution.cache.FetchReport;
import dev.renderfarm.modelpackage.folder.ModelPackage;

/** Where the worker's package comes from. For one thread. */
public interface ModelSource {

    /** What the package is, before all of it is here. Waits for a bucket that is away. */
    ModelManifest manifest() throws InterruptedException;

    /** The package on this machine, to stay for as long as this source is reachable. Waits for a bucket that is away. */
    LocalModel localModel() throws InterruptedException;

    /** A package on this machine, and what it took to have it here. */
    record LocalModel(ModelPackage model, FetchReport report) {}
}
