package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Path;

/** How a checkpoint's transformer gets into a package. */
public interface TransformerExport {

    /** As the checkpoint has it. */
    TransformerExport WHOLE =
            (folder, networks) -> networks.write(Component.TRANSFORMER, folder.resolve(ModelManifest.TRANSFORMER));

    /**
     * Writes the transformer, and whatever else is to be said of it, into an unfinished package. What breaks off, or is
     * interrupted, is removed with the whole folder.
     *
     * @param folder of the package, which holds the text encoder already
     */
    void write(Path folder, NetworkWriter networks) throws IOException;
}
