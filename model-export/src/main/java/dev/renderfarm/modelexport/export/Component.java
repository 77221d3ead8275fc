package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.WeightType;

/** The three networks of a model; each has a folder in the checkpoint and becomes a SavedModel of its own. */
public enum Component {
    TEXT_ENCODER("text_encoder", ModelManifest.TEXT_ENCODER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return ComponentGraph.textEncoder(sizes.textEncoder(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            // the last layer, the norm and the head after it: the caption is taken before them
            return tensor.startsWith("model.layers." + sizes.textEncoder().usedLayers() + ".")
                    || tensor.equals("model.norm.weight")
                    || tensor.equals("lm_head.weight");
        }
    },
    TRANSFORMER("transformer", ModelManifest.TRANSFORMER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return ComponentGraph.transformer(sizes.transformer(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            return false;
        }
    },
    VAE_DECODER("vae", ModelManifest.VAE_DECODER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return ComponentGraph.vaeDecoder(sizes.vae(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            return tensor.startsWith("encoder.");
        }
    };

    private final String checkpointFolder;
    private final String packageFolder;

    Component(String checkpointFolder, String packageFolder) {
        this.checkpointFolder = checkpointFolder;
        this.packageFolder = packageFolder;
    }

    /** Name of its folder in a checkpoint. */
    public String checkpointFolder() {
        return checkpointFolder;
    }

    /** Name of its folder in a package. */
    public String packageFolder() {
        return packageFolder;
    }

    abstract ComponentGraph graph(ModelSizes sizes, WeightType type);

    /** A tensor that checkpoints hold and the graph has no use for. */
    abstract boolean mayIgnore(String tensor, ModelSizes sizes);
}
