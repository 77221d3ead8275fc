package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.architecture.ZImageSizes;
import dev.renderfarm.modelexport.clip.ClipTextEncoders;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.Parameter.Layout;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelexport.textencoder.TextEncoder;
import dev.renderfarm.modelexport.transformer.Transformer;
import dev.renderfarm.modelexport.unet.UNet;
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
            return TextEncoder.graph(zImage(sizes).textEncoder(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            // the last layer, the norm and the head after it: the caption is taken before them
            return tensor.startsWith(LAYER + zImage(sizes).textEncoder().usedLayers() + ".")
                    || tensor.equals(NORM)
                    || tensor.equals("lm_head.weight");
        }

        @Override
        List<Parameter> tensors(ComponentGraph graph, ModelSizes sizes) {
            List<Parameter> all = new ArrayList<>(graph.parameters());
            String first = LAYER + "0.";
            String last = LAYER + zImage(sizes).textEncoder().usedLayers() + ".";
            for (Parameter parameter : graph.parameters()) {
                if (parameter.name().startsWith(first)) {
                    String name = last + parameter.name().substring(first.length());
                    all.add(new Parameter(name, parameter.shape(), parameter.layout()));
                }
            }
            all.add(new Parameter(
                    NORM, List.of((long) zImage(sizes).textEncoder().hidden()), Layout.AS_IS));
            return all;
        }
    },
    TRANSFORMER("transformer", ModelManifest.TRANSFORMER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return Transformer.graph(zImage(sizes).transformer(), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            return false;
        }
    },
    /** One or two of CLIP's, side by side; names of tensors begin with those of their folders. */
    CLIP("text_encoder", ModelManifest.TEXT_ENCODER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return ClipTextEncoders.graph(stableDiffusion(sizes), type);
        }

        @Override
        boolean mayIgnore(String tensor, ModelSizes sizes) {
            StableDiffusionSizes all = stableDiffusion(sizes);
            String first = ClipTextEncoders.FIRST + "text_model.";
            // of two encoders, the first is left before its last layer and norm
            return tensor.endsWith(".embeddings.position_ids")
                    || (all.second() != null
                            && (tensor.startsWith(first + "encoder.layers."
                                            + (all.first().layers() - 1) + ".")
                                    || tensor.startsWith(first + "final_layer_norm.")));
        }

        @Override
        List<Parameter> tensors(ComponentGraph graph, ModelSizes sizes) {
            StableDiffusionSizes all = stableDiffusion(sizes);
            List<Parameter> tensors = new ArrayList<>(graph.parameters());
            if (all.second() == null) {
                return tensors;
            }
            String layers = ClipTextEncoders.FIRST + "text_model.encoder.layers.";
            for (Parameter parameter : graph.parameters()) {
                if (parameter.name().startsWith(layers + "0.")) {
                    String name = layers
                            + (all.first().layers() - 1)
                            + parameter.name().substring(layers.length() + 1);
                    tensors.add(new Parameter(name, parameter.shape(), parameter.layout()));
                }
            }
            for (String part : List.of("weight", "bias")) {
                String name = ClipTextEncoders.FIRST + "text_model.final_layer_norm." + part;
                tensors.add(new Parameter(name, List.of((long) all.first().hidden()), Layout.AS_IS));
            }
            return tensors;
        }
    },
    UNET("unet", ModelManifest.DENOISER) {
        @Override
        ComponentGraph graph(ModelSizes sizes, WeightType type) {
            return UNet.graph(stableDiffusion(sizes).unet(), type);
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

    /** Those of a model, in the order in which they are written. */
    static List<Component> of(ModelSizes sizes) {
        return sizes instanceof ZImageSizes
                ? List.of(TEXT_ENCODER, TRANSFORMER, VAE_DECODER, VAE_ENCODER)
                : List.of(CLIP, UNET, VAE_DECODER, VAE_ENCODER);
    }

    /** Of a component's weights where those of the package are of another type. */
    WeightType typeOf(ModelSizes sizes, WeightType type) {
        boolean isVae = this == VAE_DECODER || this == VAE_ENCODER;
        return isVae && sizes instanceof StableDiffusionSizes all && all.wideVae() ? WeightType.F32 : type;
    }

    private static ZImageSizes zImage(ModelSizes sizes) {
        return (ZImageSizes) sizes;
    }

    private static StableDiffusionSizes stableDiffusion(ModelSizes sizes) {
        return (StableDiffusionSizes) sizes;
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
