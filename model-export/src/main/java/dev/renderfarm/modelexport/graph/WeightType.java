package dev.renderfarm.modelexport.graph;

import java.util.Locale;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * Type of a package's weights and activations. There is no half precision: activations of this family leave its range.
 */
public enum WeightType {
    F32(TFloat32.class, 4),
    BF16(TBfloat16.class, 2);

    private final Class<? extends TFloating> tensorType;
    private final int bytes;

    WeightType(Class<? extends TFloating> tensorType, int bytes) {
        this.tensorType = tensorType;
        this.bytes = bytes;
    }

    /** TensorFlow's type of the variables. */
    public Class<? extends TFloating> tensorType() {
        return tensorType;
    }

    /** Size of one weight. */
    public int bytes() {
        return bytes;
    }

    /** As {@code model.json} has it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
