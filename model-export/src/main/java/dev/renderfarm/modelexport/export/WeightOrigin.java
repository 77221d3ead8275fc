package dev.renderfarm.modelexport.export;

import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.checkpoint.CheckpointWeights;
import dev.renderfarm.modelexport.checkpoint.ClipWeights;
import dev.renderfarm.modelexport.checkpoint.RandomTensors;
import dev.renderfarm.modelexport.checkpoint.SingleFile;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.lora.LoraLayers;
import dev.renderfarm.modelexport.lora.LoraMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where an export's weights come from. */
public interface WeightOrigin {

    /**
     * Opens a component's tensors; the caller closes them.
     *
     * @param parameters what an official checkpoint would hold, for an origin that makes them up
     */
    TensorSource open(Component component, List<Parameter> parameters) throws IOException;

    /** The files of a checkpoint folder. */
    static WeightOrigin ofFolder(Path checkpoint) {
        return (component, parameters) -> component == Component.CLIP
                ? ClipWeights.open(checkpoint)
                : CheckpointWeights.open(checkpoint.resolve(component.checkpointFolder()));
    }

    /** A single file in the names of Stable Diffusion's first implementation. */
    static WeightOrigin ofFile(Path checkpoint, StableDiffusionSizes sizes) {
        SingleFile file = new SingleFile(checkpoint);
        return (component, parameters) -> {
            Map<String, List<Long>> names =
                    parameters.stream().collect(Collectors.toMap(Parameter::name, Parameter::shape));
            return switch (component) {
                case CLIP -> file.textEncoders(names, sizes);
                case UNET -> file.unet(names, sizes);
                case VAE_DECODER, VAE_ENCODER -> file.vae(names, sizes);
                case TEXT_ENCODER, TRANSFORMER ->
                    throw new IllegalArgumentException(component + " is of another family");
            };
        };
    }

    /** The same with another VAE: a folder with its file, or a file, in the names of either layout. */
    default WeightOrigin withVae(Path vae, StableDiffusionSizes sizes) {
        return (component, parameters) -> switch (component) {
            case VAE_DECODER, VAE_ENCODER -> {
                if (Files.isDirectory(vae)) {
                    yield CheckpointWeights.open(vae);
                }
                TensorSource named = CheckpointWeights.openFile(vae);
                if (named.tensors().keySet().stream().anyMatch(name -> name.contains("mid_block."))) {
                    yield named;
                }
                named.close();
                yield ofFile(vae, sizes).open(component, parameters);
            }
            default -> open(component, parameters);
        };
    }

    /** The same with a LoRA added to the U-Net and the text encoders. */
    default WeightOrigin with(Path lora, float strength, StableDiffusionSizes sizes) {
        return (component, parameters) -> {
            TensorSource weights = open(component, parameters);
            return switch (component) {
                case UNET -> LoraMerge.open(weights, lora, strength, LoraLayers.ofUNet(weights, sizes));
                case CLIP -> LoraMerge.open(weights, lora, strength, LoraLayers.ofTextEncoders(weights));
                default -> weights;
            };
        };
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
