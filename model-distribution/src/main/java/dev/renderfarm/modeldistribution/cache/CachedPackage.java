package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A package on this machine, kept from removal until it is closed, is not reachable any more, or the process ends. */
public final class CachedPackage implements AutoCloseable {

    private final ModelPackage model;
    private final FetchReport report;
    private final LetGo letGo;

    CachedPackage(ModelPackage model, FetchReport report, LetGo letGo) {
        this.model = model;
        this.report = report;
        this.letGo = letGo;
    }

    /** Allows its removal. */
    @FunctionalInterface
    interface LetGo {
        void run() throws IOException;
    }

    public ModelPackage model() {
        return model;
    }

    public FetchReport report() {
        return report;
    }

    @Override
    public void close() {
        try {
            letGo.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
