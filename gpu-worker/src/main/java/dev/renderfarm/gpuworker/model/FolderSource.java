package dev.renderfarm.gpuworker.model;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modeldistribution.cache.FetchReport;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.file.Path;

/** {@link ModelSource} of a folder, whose files are trusted: nothing is compared with its digest. */
public final class FolderSource implements ModelSource {

    private final ModelPackage model;

    /** @throws dev.renderfarm.modelpackage.folder.ModelPackageException if the folder is no package */
    public FolderSource(Path folder) {
        this.model = ModelPackage.open(folder);
    }

    @Override
    public ModelManifest manifest() {
        return model.manifest();
    }

    @Override
    public LocalModel localModel() {
        return new LocalModel(model, FetchReport.NOTHING);
    }
}
