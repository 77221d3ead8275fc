package dev.renderfarm.modelexport.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The name of a tensor in a LoRA file, taken apart. Trainers disagree on names: prefixes of diffusers, ComfyUI and
 * kohya, A and B or down and up, dots or underscores.
 *
 * @param module the adapted layer's name, as the file writes it
 * @param role what the tensor is to it
 */
record LoraKey(String module, Role role) {

    /** W += strength · alpha / rank · up · down. */
    enum Role {
        /** A: [rank, in]. */
        DOWN,
        /** B: [out, rank]. */
        UP,
        /** A scalar. */
        ALPHA
    }

    private static final List<String> PREFIXES = List.of(
            "base_model.model.",
            "model.diffusion_model.",
            "diffusion_model.",
            "transformer.",
            "lora_unet_",
            "lora_transformer_");
    private static final List<String> DOWN = List.of(
            ".lora_A.weight",
            ".lora_down.weight",
            ".lora.down.weight",
            ".lora_linear_layer.down.weight",
            "_lora.down.weight");
    private static final List<String> UP = List.of(
            ".lora_B.weight", ".lora_up.weight", ".lora.up.weight", ".lora_linear_layer.up.weight", "_lora.up.weight");
    private static final List<String> ALPHA = List.of(".alpha");

    private static final Map<String, String> OTHERS = Map.of(
            "dora_scale", "a DoRA",
            "lokr_", "a LoKr",
            "hada_", "a LoHa",
            "lora_mid", "a LoRA in Tucker's form");

    /** What another adaptation that has such a tensor is called; empty where that is not known. */
    static Optional<String> other(String name) {
        return OTHERS.entrySet().stream()
                .filter(mark -> name.contains(mark.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Empty if the name is none of a LoRA. */
    static Optional<LoraKey> parse(String name) {
        String key = name.replace(".default.", ".");
        for (Role role : Role.values()) {
            for (String suffix : suffixes(role)) {
                if (key.endsWith(suffix)) {
                    return Optional.of(new LoraKey(key.substring(0, key.length() - suffix.length()), role));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> suffixes(Role role) {
        return switch (role) {
            case DOWN -> DOWN;
            case UP -> UP;
            case ALPHA -> ALPHA;
        };
    }

    /** A layer's name without the prefixes that say no more than that it is of the denoiser. */
    static String bare(String module) {
        for (String prefix : PREFIXES) {
            if (module.startsWith(prefix)) {
                return bare(module.substring(prefix.length()));
            }
        }
        return module;
    }
}
