package dev.renderfarm.modelexport.export;

import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.Parameter.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Some rows of a variable, along its first axis.
 *
 * @param first row
 * @param rows how many
 */
record Piece(Parameter parameter, long first, long rows) {

    /** All of a variable, in pieces of at most that many elements or, where a row is longer, of one row. */
    static List<Piece> of(Parameter parameter, long mostElements) {
        long allRows = parameter.variableShape().get(0);
        long rowsPerPiece = Math.max(1, mostElements / (parameter.elements() / allRows));
        if (parameter.layout() != Layout.AS_IS) {
            // a reordered tensor is read as a whole; convolutions are small
            rowsPerPiece = allRows;
        }
        List<Piece> pieces = new ArrayList<>();
        for (long first = 0; first < allRows; first += rowsPerPiece) {
            pieces.add(new Piece(parameter, first, Math.min(rowsPerPiece, allRows - first)));
        }
        return pieces;
    }

    long elements() {
        return rows * rowElements();
    }

    long rowElements() {
        return parameter.elements() / parameter.variableShape().get(0);
    }

    /** Sizes of the piece. */
    long[] shape() {
        long[] shape =
                parameter.variableShape().stream().mapToLong(Long::longValue).toArray();
        shape[0] = rows;
        return shape;
    }

    /** TensorFlow's slice notation, {@code "sizes start,length:-"}; empty for a whole variable. */
    String slice() {
        List<Long> shape = parameter.variableShape();
        if (rows == shape.get(0)) {
            return "";
        }
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return sizes + " " + first + "," + rows + ":-".repeat(shape.size() - 1);
    }
}
