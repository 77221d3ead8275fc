package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A VAE in the names that diffusers gave the parts of its attention at first, under those of today. */
final class EarlierVae {

    private static final Map<String, String> PARTS = Map.of(
            ".query.", ".to_q.",
            ".key.", ".to_k.",
            ".value.", ".to_v.",
            ".proj_attn.", ".to_out.0.");
    private static final String ATTENTION = "mid_block.attentions.0";

    /** The same tensors under today's names; as they are if they have those. Closing the result closes the source. */
    static TensorSource renamed(TensorSource source) {
        boolean earlier = source.tensors().keySet().stream().anyMatch(name -> name.contains(ATTENTION + ".query."));
        if (!earlier) {
            return source;
        }
        Map<String, TensorView.Part> parts = new TreeMap<>();
        for (String name : source.tensors().keySet()) {
            String today = name;
            for (Map.Entry<String, String> part : PARTS.entrySet()) {
                today = today.replace(ATTENTION + part.getKey(), ATTENTION + part.getValue());
            }
            parts.put(today, TensorView.Part.whole(source, name));
        }
        return new TensorView(List.of(source), parts);
    }

    private EarlierVae() {}
}
