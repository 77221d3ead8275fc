package dev.renderfarm.modelexport.lora;

import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.checkpoint.OriginalNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The layers of one of Stable Diffusion's networks by the names that LoRAs have for them. A name is looked up with
 * underscores in the place of its dots, among all layers that there are: where dots were cannot be told from it.
 */
public final class LoraLayers {

    private static final String WEIGHT = ".weight";
    private static final Map<String, String> UNET = Map.of("lora_unet_", "", "unet_", "");
    private static final Map<String, String> TEXT_ENCODERS = Map.of(
            "lora_te_", "text_encoder_",
            "lora_te1_", "text_encoder_",
            "text_encoder_", "text_encoder_",
            "lora_te2_", "text_encoder_2_",
            "text_encoder_2_", "text_encoder_2_");
    private static final List<String> AROUND = List.of("base_model_model_");

    private final Map<String, String> layers = new HashMap<>();
    private final Map<String, String> prefixes;
    private final Map<String, String> others;

    private LoraLayers(Map<String, String> prefixes, Map<String, String> others) {
        this.prefixes = prefixes;
        this.others = others;
    }

    /** Of the U-Net, in the names of diffusers and of the first implementation. */
    public static LoraLayers ofUNet(TensorSource unet, StableDiffusionSizes sizes) {
        OriginalNames originals = new OriginalNames(sizes);
        LoraLayers all = new LoraLayers(UNET, TEXT_ENCODERS);
        all.add(unet, originals::ofUNet);
        return all;
    }

    /** Of the text encoders, whose tensors begin with the names of their folders. */
    public static LoraLayers ofTextEncoders(TensorSource textEncoders) {
        LoraLayers all = new LoraLayers(TEXT_ENCODERS, UNET);
        all.add(textEncoders, name -> name.replaceFirst("\\.text_model\\.", "."));
        return all;
    }

    private void add(TensorSource source, UnaryOperator<String> otherName) {
        for (TensorInfo tensor : source.tensors().values()) {
            String name = tensor.name();
            if (name.endsWith(WEIGHT) && tensor.shape().size() > 1) {
                String layer = name.substring(0, name.length() - WEIGHT.length());
                for (String spelling : List.of(layer, otherName.apply(layer))) {
                    layers.put(underscored(spelling), layer);
                    layers.put(underscored(spelling.replace(".to_out.0", ".to_out")), layer);
                }
            }
        }
    }

    /** What a file's name for a layer is looked up by. */
    String spelling(String module) {
        String spelling = underscored(module).replace("_processor_to_", "_to_");
        for (String around : AROUND) {
            spelling = spelling.startsWith(around) ? spelling.substring(around.length()) : spelling;
        }
        return spelling;
    }

    /** Whether it is of a network that another table is of. */
    boolean isOfAnother(String spelling) {
        return others.keySet().stream().anyMatch(spelling::startsWith)
                && find(spelling).isEmpty();
    }

    /** The layer's own name; empty where there is none. */
    Optional<String> find(String spelling) {
        return prefixes.entrySet().stream()
                .filter(prefix -> spelling.startsWith(prefix.getKey()))
                .map(prefix -> Optional.ofNullable(layers.get(
                        prefix.getValue() + spelling.substring(prefix.getKey().length()))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String underscored(String name) {
        return name.replace('.', '_');
    }
}
