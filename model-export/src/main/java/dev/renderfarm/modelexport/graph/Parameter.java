package dev.renderfarm.modelexport.graph;

import java.util.List;

/**
 * A variable of a graph and the tensor of the checkpoint that fills it; both have the same name.
 *
 * @param shape of the checkpoint's tensor
 */
public record Parameter(String name, List<Long> shape, Layout layout) {

    /** How the variable's axes follow from the tensor's. */
    public enum Layout {
        /** The same axes: linear layers stay [out, in], which is also the faster operand order here. */
        AS_IS,
        /** A convolution's [out, in, height, width] becomes [height, width, in, out]. */
        OIHW_TO_HWIO
    }

    public Parameter {
        shape = List.copyOf(shape);
        if (layout == Layout.OIHW_TO_HWIO && shape.size() != 4) {
            throw new IllegalArgumentException(name + " is no convolution: " + shape);
        }
    }

    /** Shape of the variable. */
    public List<Long> variableShape() {
        return switch (layout) {
            case AS_IS -> shape;
            case OIHW_TO_HWIO -> List.of(shape.get(2), shape.get(3), shape.get(1), shape.get(0));
        };
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
