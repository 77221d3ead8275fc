package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;

/** The SavedModel with the signature {@code encode}. */
final class TextEncoderNetwork implements SavedNetwork {

    private final Network network;

    private TextEncoderNetwork(Network network) {
        this.network = network;
    }

    static TextEncoderNetwork load(ModelPackage model, DeviceSettings settings) {
        return new TextEncoderNetwork(Network.load(model.textEncoder(), "encode", "caption", settings));
    }

    Caption encode(int[] tokenIds) {
        try (TInt32 ids = TInt32.tensorOf(Shape.of(1, tokenIds.length), DataBuffers.of(tokenIds, true, false));
                TInt32 lengths = TInt32.vectorOf(tokenIds.length)) {
            byte[] values = network.run(Map.of("token_ids", ids, "lengths", lengths), Numbers::bytes);
            return new Caption(tokenIds.length, values);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
