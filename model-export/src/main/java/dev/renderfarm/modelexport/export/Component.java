package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.Parameter.Layout;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelexport.textencoder.TextEncoder;
import dev.renderfarm.modelexport.transformer.Transformer;
import dev.renderfarm.modelexport.vae.VaeDecoder;
import dev.renderfarm.modelexport.vae.VaeEncoder;
import java.util.ArrayList;
import java.util.List;

/** The networks of a model; each has a folder in the checkpoint and becomes a SavedModel of its own. */
public enum Component {
    TEXT_ENCODER("text_encoder", ModelManifest.TEXT_ENCODER) {
        private static final String LAYER = "model.layers.";
        private static final String NORM = "model.norm.weight";

        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return TextEncoder.graph(sizes.textEncoder(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            // the last layer, the norm and the head after it: the caption is taken before them
            return tensor.startsWith(LAYER + sizes.textEncoder().usedLayers() + ".")
                    || tensor.equals(NORM)
                    || tensor.equals("lm_head.weight");
        }

        @Override
        List<Parameter> tensors(ComponentGraph graph, ModelSizes sizes) {
            List<Parameter> all = new ArrayList<>(graph.parameters());
            String first = LAYER + "0.";
            String last = LAYER + sizes.textEncoder().usedLayers() + ".";
            for (Parameter parameter : graph.parameters()) {
                if (parameter.name().startsWith(first)) {
                    String name = last + parameter.name().substring(first.length());
                    all.add(new Parameter(name, parameter.shape(), parameter.layout()));
                }
            }
            all.add(new Parameter(NORM, List.of((long) sizes.textEncoder().hidden()), Layout.AS_IS));
            return all;
        }
    },
    TRANSFORMER("transformer", ModelManifest.TRANSFORMER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return Transformer.graph(sizes.transformer(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            return false;
        }
    },
    VAE_DECODER("vae", ModelManifest.VAE_DECODER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return VaeDecoder.graph(sizes.vae(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            return tensor.startsWith(ENCODER) || tensor.startsWith("quant_conv.");
        }
    },
    /** For packages that edit pictures; not every checkpoint has it. */
    VAE_ENCODER("vae", ModelManifest.VAE_ENCODER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return VaeEncoder.graph(sizes.vae(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            return tensor.startsWith("decoder.") || tensor.startsWith("post_quant_conv.");
        }
    };

    /** Begins the names of a VAE's tensors that its encoder has. */
    static final String ENCODER = "encoder.";

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

    /**
     * What the official checkpoints hold of this network: what its graph asks for, and the text encoder's last layer
     * and norm.
     */
    List<Parameter> tensors(ComponentGraph graph, ModelSizes sizes) {
        return graph.parameters();
    }
}
