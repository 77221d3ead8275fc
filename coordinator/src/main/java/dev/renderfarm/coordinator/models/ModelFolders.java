package dev.renderfarm.coordinator.models;

import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Model packages on disk, of which only {@code model.json} and {@code tokenizer.json} need be there, opened for as long
 * as the process runs. Holds native memory for their tokenizers until closed.
 */
public final class ModelFolders implements AutoCloseable {

    private final List<PromptTokenizer> tokenizers = new ArrayList<>();
    private final ModelRegistry registry;

    /**
     * @throws dev.renderfarm.modelpackage.folder.ModelPackageException naming the folder that is no package
     * @throws IllegalArgumentException if there is no folder, or two packages have the same name
     */
    public ModelFolders(List<Path> folders) {
        List<FarmModel> models = new ArrayList<>();
        try {
            for (Path folder : folders) {
                models.add(open(folder));
            }
            this.registry = new ModelRegistry(models);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public ModelRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        tokenizers.forEach(PromptTokenizer::close);
    }

    private FarmModel open(Path folder) {
        ModelPackage opened = ModelPackage.openWithoutNetworks(folder);
        PromptTokenizer tokenizer = opened.openTokenizer();
        tokenizers.add(tokenizer);
        return new FarmModel(opened.manifest(), new Counting(tokenizer));
    }

    private record Counting(PromptTokenizer tokenizer) implements TokenCount {

        @Override
        public int of(String prompt) {
            return tokenizer.count(prompt);
        }

        @Override
        public int beyondLimit(String prompt) {
            return tokenizer.countBeyondLimit(prompt);
        }
    }
}
