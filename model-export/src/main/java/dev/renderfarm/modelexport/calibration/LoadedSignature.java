package dev.renderfarm.modelexport.calibration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.proto.SignatureDef;

/** One signature of a SavedModel. Holds all weights in memory until closed. */
final class LoadedSignature implements AutoCloseable {

    private final SavedModelBundle bundle;
    private final SignatureDef signature;

    private LoadedSignature(SavedModelBundle bundle, SignatureDef signature) {
        this.bundle = bundle;
        this.signature = signature;
    }

    static LoadedSignature load(Path folder, String signature) {
        SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), SavedModelBundle.DEFAULT_TAG);
        try {
            return new LoadedSignature(bundle, bundle.metaGraphDef().getSignatureDefOrThrow(signature));
        } catch (IllegalArgumentException e) {
            bundle.close();
            throw e;
        }
    }

    /**
     * The outputs asked for, each flat; nothing that only other outputs need is computed. The inputs stay the caller's
     * to close.
     */
    List<float[]> run(Map<String, ? extends Tensor> inputs, String... outputs) {
        Session.Runner runner = bundle.session().runner();
        inputs.forEach(
                (name, tensor) -> runner.feed(signature.getInputsOrThrow(name).getName(), tensor));
        for (String output : outputs) {
            runner.fetch(signature.getOutputsOrThrow(output).getName());
        }
        try (Result result = runner.run()) {
            List<float[]> values = new ArrayList<>();
            for (int i = 0; i < outputs.length; i++) {
                Tensor tensor = result.get(i);
                float[] flat = new float[Math.toIntExact(tensor.shape().size())];
                tensor.asRawTensor().data().asFloats().read(flat);
                values.add(flat);
            }
            return values;
        } catch (TFResourceExhaustedException e) {
            throw new CalibrationException(
                    "the device has too little memory to observe the whole transformer; export on a larger one, or "
                            + "without"
                            + " --prune-heads",
                    e);
        }
    }

    @Override
    public void close() {
        bundle.close();
    }
}
