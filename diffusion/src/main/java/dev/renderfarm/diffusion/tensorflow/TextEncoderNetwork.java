package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.List;
import java.util.Map;
import org.tensorflow.RawTensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;

/** The SavedModel with the signature {@code encode}. */
final class TextEncoderNetwork implements SavedNetwork {

    private static final float[] NOTHING = {};

    private final Network network;
    private final int window;
    private final int pooled;

    private TextEncoderNetwork(Network network, int window, int pooled) {
        this.network = network;
        this.window = window;
        this.pooled = pooled;
    }

    static TextEncoderNetwork load(ModelPackage model, DeviceSettings settings) {
        ModelManifest manifest = model.manifest();
        int window = manifest.tokenizer() instanceof ClipWindows windows ? windows.window() : 0;
        ModelManifest.Conditions conditions = manifest.conditions();
        int pooled = conditions == null ? 0 : conditions.pooled();
        List<String> outputs = pooled == 0 ? List.of("caption") : List.of("caption", "pooled");
        return new TextEncoderNetwork(Network.load(model.textEncoder(), "encode", outputs, settings), window, pooled);
    }

    Caption encode(int[] tokenIds) {
        return window == 0 ? encodeText(tokenIds) : encodeWindows(tokenIds);
    }

    private Caption encodeText(int[] tokenIds) {
        try (TInt32 ids = TInt32.tensorOf(Shape.of(1, tokenIds.length), DataBuffers.of(tokenIds, true, false));
                TInt32 lengths = TInt32.vectorOf(tokenIds.length)) {
            byte[] values = network.run(Map.of("token_ids", ids, "lengths", lengths), Numbers::bytes);
            return new Caption(tokenIds.length, values);
        }
    }

    private Caption encodeWindows(int[] tokenIds) {
        if (tokenIds.length == 0 || tokenIds.length % window != 0) {
            throw new IllegalArgumentException(tokenIds.length + " token ids are no windows of " + window);
        }
        Shape shape = Shape.of(1, tokenIds.length / window, window);
        try (TInt32 ids = TInt32.tensorOf(shape, DataBuffers.of(tokenIds, true, false))) {
            return network.runAll(Map.of("token_ids", ids), outputs -> caption(tokenIds.length, outputs));
        }
    }

    private Caption caption(int tokens, List<RawTensor> outputs) {
        float[] whole = pooled == 0 ? NOTHING : Numbers.floats(outputs.get(1), pooled);
        return new Caption(tokens, Numbers.bytes(outputs.get(0)), whole, NOTHING);
    }

    @Override
    public void close() {
        network.close();
    }
}
