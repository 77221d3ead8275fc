package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.architecture.UNetSizes;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names that Stable Diffusion's first implementation gave its layers, which single files and most LoRAs of XL have
 * still, by those of the diffusers layout.
 */
public final class OriginalNames {

    private static final Pattern UNET_LAYER = Pattern.compile(
            "(down|mid|up)_block(?:s\\.(\\d+))?\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d+)(\\..*)?");
    private static final Pattern VAE_BLOCK = Pattern.compile("(encoder\\.down|decoder\\.up)_blocks\\.(\\d+)\\.(.*)");

    private static final Map<String, String> OUTER = Map.of(
            "time_embedding.linear_1", "time_embed.0",
            "time_embedding.linear_2", "time_embed.2",
            "add_embedding.linear_1", "label_emb.0.0",
            "add_embedding.linear_2", "label_emb.0.2",
            "conv_in", "input_blocks.0.0",
            "conv_norm_out", "out.0",
            "conv_out", "out.2");
    private static final Map<String, String> OF_RESNET = Map.of(
            ".norm1", ".in_layers.0",
            ".conv1", ".in_layers.2",
            ".time_emb_proj", ".emb_layers.1",
            ".norm2", ".out_layers.0",
            ".conv2", ".out_layers.3",
            ".conv_shortcut", ".skip_connection");
    private static final Map<String, String> OF_VAE = Map.of(
            "mid_block.resnets.0", "mid.block_1",
            "mid_block.resnets.1", "mid.block_2",
            "mid_block.attentions.0.group_norm", "mid.attn_1.norm",
            "mid_block.attentions.0.to_q", "mid.attn_1.q",
            "mid_block.attentions.0.to_k", "mid.attn_1.k",
            "mid_block.attentions.0.to_v", "mid.attn_1.v",
            "mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out",
            "conv_norm_out", "norm_out",
            "conv_shortcut", "nin_shortcut");
    private static final Map<String, String> OF_OPEN_CLIP = Map.of(
            "embeddings.token_embedding.weight", "token_embedding.weight",
            "embeddings.position_embedding.weight", "positional_embedding",
            "final_layer_norm", "ln_final",
            "encoder.layers", "transformer.resblocks",
            "layer_norm1", "ln_1",
            "layer_norm2", "ln_2",
            "self_attn.out_proj", "attn.out_proj",
            "mlp.fc1", "mlp.c_fc",
            "mlp.fc2", "mlp.c_proj");

    private final StableDiffusionSizes sizes;

    public OriginalNames(StableDiffusionSizes sizes) {
        this.sizes = sizes;
    }

    /** Of a layer or a tensor of the U-Net, without a prefix. */
    public String ofUNet(String name) {
        var matcher = UNET_LAYER.matcher(name);
        if (matcher.matches()) {
            return ofBlock(matcher.toMatchResult());
        }
        return OUTER.entrySet().stream()
                .filter(outer -> name.equals(outer.getKey()) || name.startsWith(outer.getKey() + "."))
                .map(outer -> outer.getValue() + name.substring(outer.getKey().length()))
                .findFirst()
                .orElse(name);
    }

    private String ofBlock(MatchResult layer) {
        UNetSizes unet = sizes.unet();
        boolean isResnet = layer.group(3).equals("resnets");
        int index = Integer.parseInt(layer.group(4));
        String inner = layer.group(5) == null ? "" : layer.group(5);
        String tail = isResnet ? replacedStart(inner, OF_RESNET) : inner;
        if (layer.group(1).equals("mid")) {
            return "middle_block." + (isResnet ? 2 * index : 1) + tail;
        }
        int block = Integer.parseInt(layer.group(2));
        int inside = unet.layersPerBlock() + 1;
        if (layer.group(1).equals("down")) {
            int first = 1 + block * inside;
            return layer.group(3).equals("downsamplers")
                    ? "input_blocks." + (first + unet.layersPerBlock()) + ".0" + tail.replaceFirst("^\\.conv", ".op")
                    : "input_blocks." + (first + index) + (isResnet ? ".0" : ".1") + tail;
        }
        if (layer.group(3).equals("upsamplers")) {
            boolean attends = unet.attends().get(unet.blocks() - 1 - block);
            return "output_blocks." + (block * inside + unet.layersPerBlock()) + (attends ? ".2" : ".1") + tail;
        }
        return "output_blocks." + (block * inside + index) + (isResnet ? ".0" : ".1") + tail;
    }

    /** Of a tensor of the VAE, without a prefix. */
    public String ofVae(String name) {
        var matcher = VAE_BLOCK.matcher(name);
        String renamed = name;
        if (matcher.matches()) {
            boolean up = matcher.group(1).endsWith("up");
            int block = Integer.parseInt(matcher.group(2));
            int last = sizes.vae().blockChannels().size() - 1;
            renamed = matcher.group(1) + "." + (up ? last - block : block) + "."
                    + matcher.group(3)
                            .replaceFirst("^resnets\\.", "block.")
                            .replaceFirst("^(down|up)samplers\\.0\\.", "$1sample.");
        }
        for (Map.Entry<String, String> rule : OF_VAE.entrySet()) {
            renamed = renamed.replace(rule.getKey(), rule.getValue());
        }
        return renamed;
    }

    /** Of a tensor of the second text encoder, without prefixes and but for its queries, keys and values. */
    static String ofOpenClip(String name) {
        String renamed = name;
        for (Map.Entry<String, String> rule : OF_OPEN_CLIP.entrySet()) {
            renamed = renamed.replace(rule.getKey(), rule.getValue());
        }
        return renamed;
    }

    private static String replacedStart(String text, Map<String, String> rules) {
        return rules.entrySet().stream()
                .filter(rule -> text.equals(rule.getKey()) || text.startsWith(rule.getKey() + "."))
                .map(rule -> rule.getValue() + text.substring(rule.getKey().length()))
                .findFirst()
                .orElse(text);
    }
}
