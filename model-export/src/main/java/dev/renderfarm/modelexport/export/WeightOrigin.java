package dev.renderfarm.modelexport.export;

import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.checkpoint.CheckpointWeights;
import dev.renderfarm.modelexport.checkpoint.RandomTensors;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.lora.LoraMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Where an export's weights come from. */
public interface WeightOrigin {

    /**
     * Opens a component's tensors; the caller closes them.
     *
     * @param parameters what an official checkpoint would hold, for an origin that makes them up
     */
    TensorSource open(Component component, List<Parameter> parameters);

    /** The files of a checkpoint folder. */
    static WeightOrigin ofFolder(Path checkpoint) {
        return (component, parameters) -> CheckpointWeights.open(checkpoint.resolve(component.checkpointFolder()));
    }

    /** The same with a LoRA added to the transformer. */
    default WeightOrigin with(Path lora, float strength) {
        return (component, parameters) -> {
            TensorSource weights = open(component, parameters);
            return component == Component.TRANSFORMER ? LoraMerge.open(weights, lora, strength) : weights;
        };
    }

    /** Drawn from a seed. */
    static WeightOrigin random(long seed) {
        return (component, parameters) -> new RandomTensors(
                parameters.stream().collect(Collectors.toMap(Parameter::name, Parameter::shape)), seed);
    }
}
