package dev.renderfarm.modelexport.graph;

import dev.renderfarm.modelexport.graph.Parameter.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TFloating;

/**
 * The variables of a graph under construction. What is asked for is what the checkpoint must hold: the list of a
 * model's tensors is nowhere written down but in the code that uses them. A variable, its resource, its key in the
 * SavedModel's checkpoint and the tensor share one name.
 */
public final class Weights<T extends TFloating> {

    private final Ops tf;
    private final Class<T> type;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, VarHandleOp> handles = new LinkedHashMap<>();

    Weights(Ops tf, Class<T> type) {
        this.tf = tf;
        this.type = type;
    }

    /** The value of the variable with that tensor's shape. */
    public Operand<T> get(String name, long... shape) {
        return declare(new Parameter(name, LongStream.of(shape).boxed().toList(), Layout.AS_IS));
    }

    /** The kernel of a convolution, as [height, width, in, out]. */
    public Operand<T> kernel(String name, long out, long in, long side) {
        return declare(new Parameter(name, List.of(out, in, side, side), Layout.OIHW_TO_HWIO));
    }

    List<Parameter> parameters() {
        return new ArrayList<>(parameters.values());
    }

    VarHandleOp handle(Parameter parameter) {
        VarHandleOp handle = handles.get(parameter.name());
        if (handle == null) {
            throw new IllegalArgumentException("not declared: " + parameter.name());
        }
        return handle;
    }

    private Operand<T> declare(Parameter parameter) {
        String name = parameter.name();
        if (parameters.putIfAbsent(name, parameter) != null) {
            throw new IllegalStateException("declared twice: " + name);
        }
        long[] shape =
                parameter.variableShape().stream().mapToLong(Long::longValue).toArray();
        VarHandleOp handle = tf.withName(name).varHandleOp(type, Shape.of(shape), VarHandleOp.sharedName(name));
        handles.put(name, handle);
        return tf.readVariableOp(handle, type);
    }
}
