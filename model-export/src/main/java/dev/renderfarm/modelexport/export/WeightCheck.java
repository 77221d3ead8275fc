package dev.renderfarm.modelexport.export;

import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.graph.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Compares a checkpoint's tensors with what a graph asks for; looks at names, shapes and types alone. */
final class WeightCheck {

    /**
     * @param unused names that the checkpoint may hold although the graph does not ask for them
     * @throws CheckpointException for a tensor that is missing, misshapen, of a wrong type, or unknown
     */
    static void check(TensorSource source, List<Parameter> parameters, Predicate<String> unused) {
        Set<String> known = new HashSet<>();
        for (Parameter parameter : parameters) {
            known.add(parameter.name());
            TensorInfo found = source.tensors().get(parameter.name());
            if (found == null) {
                throw wrong(source, parameter.name(), "is missing, expected shape " + parameter.shape());
            }
            if (!found.shape().equals(parameter.shape())) {
                throw wrong(
                        source,
                        parameter.name(),
                        "has shape " + found.shape() + ", expected " + parameter.shape()
                                + ": do the configuration and the weights belong together?");
            }
            if (!found.type().isFloat()) {
                throw wrong(source, parameter.name(), "is of type " + found.type() + ", expected F32, BF16 or F16");
            }
        }
        for (String name : source.tensors().keySet()) {
            if (!known.contains(name) && !unused.test(name)) {
                throw wrong(source, name, "is unknown: the configuration describes a model without it");
            }
        }
    }

    private static CheckpointException wrong(TensorSource source, String name, String problem) {
        return new CheckpointException(source.origin(name) + ": tensor " + name + " " + problem);
    }

    private WeightCheck() {}
}
