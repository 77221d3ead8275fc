package dev.renderfarm.modelexport.graph;

import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** A signature under construction: names of inputs and outputs, and the graph's tensors behind them. */
public final class SignatureOf {

    private static final String METHOD = "tensorflow/serving/predict";

    private final SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);

    public SignatureOf input(String name, Operand<?> placeholder) {
        signature.putInputs(name, info(placeholder, placeholder.shape()));
        return this;
    }

    /**
     * Adds an output.
     *
     * @param shape what is known of it, −1 for what is not
     */
    public SignatureOf output(String name, Operand<?> value, long... shape) {
        signature.putOutputs(name, info(value, Shape.of(shape)));
        return this;
    }

    SignatureDef build() {
        return signature.build();
    }

    private static TensorInfo info(Operand<?> operand, Shape shape) {
        Output<?> output = operand.asOutput();
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape.asArray()) {
            sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return TensorInfo.newBuilder()
                .setName(output.op().name() + ":" + output.index())
                .setDtype(output.dataType())
                .setTensorShape(sizes)
                .build();
    }
}
