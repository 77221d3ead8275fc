package dev.renderfarm.modelexport.calibration;

import dev.renderfarm.modelexport.calibration.Denoiser.Caption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;

/** Prompts as a package's own text encoder gives them to its transformer. */
final class CaptionEncoder {

    /** Loads the text encoder, and lets go of it again. */
    static List<Caption> encode(Path textEncoder, List<int[]> prompts) {
        try (LoadedSignature network = LoadedSignature.load(textEncoder, "encode")) {
            List<Caption> captions = new ArrayList<>();
            for (int[] ids : prompts) {
                captions.add(encode(network, ids));
            }
            return captions;
        }
    }

    private static Caption encode(LoadedSignature network, int[] ids) {
        try (TInt32 tokenIds = TInt32.tensorOf(Shape.of(1, ids.length), DataBuffers.of(ids, true, false));
                TInt32 lengths = TInt32.vectorOf(ids.length)) {
            Map<String, TInt32> inputs = Map.of("token_ids", tokenIds, "lengths", lengths);
            return new Caption(ids.length, network.run(inputs, "caption").get(0));
        }
    }

    private CaptionEncoder() {}
}
