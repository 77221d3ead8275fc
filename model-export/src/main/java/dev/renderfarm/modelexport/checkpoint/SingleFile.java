package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Stable Diffusion checkpoint as one file, in the names of its first implementation. It has no configuration: which
 * generation it is follows from its names and shapes.
 */
public final class SingleFile {

    private static final String UNET = "model.diffusion_model.";
    private static final String VAE = "first_stage_model.";
    private static final String FIRST = "cond_stage_model.transformer.";
    private static final String FIRST_OF_XL = "conditioner.embedders.0.transformer.";
    private static final String SECOND = "conditioner.embedders.1.model.";
    private static final String ENTRANCE = UNET + "input_blocks.0.0.weight";
    private static final long LATENT_CHANNELS = 4;
    private static final long CAPTION_OF_1 = 768;
    private static final Set<String> PARTS = Set.of("q_proj", "k_proj", "v_proj");
    private static final List<String> ORDER = List.of("q_proj", "k_proj", "v_proj");

    private final Path file;

    public SingleFile(Path file) {
        this.file = file;
    }

    /**
     * Which of the configurations that this program carries it has.
     *
     * @throws CheckpointException if it is of a kind that cannot be exported, by its name
     * @throws dev.renderfarm.diffusion.safetensors.SafetensorsException if it is no safetensors file
     */
    public String recognised() throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            Set<String> names = opened.tensors().keySet();
            refuse(
                    names.contains("v_pred") || names.contains("ztsnr"),
                    "a model of v prediction with zero terminal SNR");
            TensorInfo entrance = opened.tensors().get(ENTRANCE);
            refuse(entrance == null, "no Stable Diffusion checkpoint: tensor " + ENTRANCE + " is missing");
            if (entrance != null && entrance.shape().size() == 4) {
                long channels = entrance.shape().get(1);
                refuse(channels == 9, "an inpainting model, whose U-Net takes 9 channels");
                refuse(channels == 8, "an instruct-pix2pix model, whose U-Net takes 8 channels");
                refuse(channels != LATENT_CHANNELS, "a U-Net of " + channels + " channels");
            }
            if (has(names, SECOND)) {
                return "sdxl";
            }
            refuse(has(names, "conditioner.embedders.0.model."), "SDXL's refiner");
            refuse(has(names, "cond_stage_model.model."), "Stable Diffusion 2");
            refuse(!has(names, FIRST), "a checkpoint without a text encoder that is known");
            TensorInfo caption = opened.tensors().get(FIRST + "text_model.embeddings.token_embedding.weight");
            refuse(
                    caption != null
                            && !(caption.shape().size() == 2
                                    && caption.shape().get(1).equals(CAPTION_OF_1)),
                    "a model whose captions are not " + CAPTION_OF_1 + " wide");
            return "sd-1.5";
        }
    }

    private void refuse(boolean condition, String kind) {
        if (condition) {
            throw new CheckpointException(file + ": " + kind
                    + " cannot be exported; Stable Diffusion 1.5, SDXL and what" + " was trained from them can");
        }
    }

    private static boolean has(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /**
     * The text encoders' tensors.
     *
     * @param names of the tensors that are wanted, with their shapes, in the diffusers layout
     */
    public TensorSource textEncoders(Map<String, List<Long>> names, StableDiffusionSizes sizes) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        String first = sizes.second() == null ? FIRST : FIRST_OF_XL;
        Map<String, TensorView.Part> parts = new TreeMap<>();
        Set<String> used = new TreeSet<>();
        names.forEach((name, shape) -> {
            boolean ofFirst = name.startsWith("text_encoder.");
            String bare = name.substring(name.indexOf('.') + 1);
            TensorView.Part part = ofFirst
                    ? ofFirst(opened, first, bare, shape)
                    : ofSecond(opened, bare.replaceFirst("^text_model\\.", ""), shape);
            if (part != null) {
                parts.put(name, part);
                used.add(part.original());
            }
        });
        return view(opened, parts, used, List.of());
    }

    /** Some tools leave {@code text_model.} out. */
    private static TensorView.@Nullable Part ofFirst(
            SafetensorsFile opened, String prefix, String name, List<Long> shape) {
        TensorView.Part whole = part(opened, prefix + name, shape);
        return whole == null ? part(opened, prefix + name.replaceFirst("^text_model\\.", ""), shape) : whole;
    }

    /** The U-Net's tensors, as {@link #textEncoders}. */
    public TensorSource unet(Map<String, List<Long>> names, StableDiffusionSizes sizes) {
        OriginalNames originals = new OriginalNames(sizes);
        return renamed(names, name -> UNET + originals.ofUNet(name), List.of(UNET));
    }

    /** The VAE's tensors, as {@link #textEncoders}. A VAE may also be alone in a file, without a prefix. */
    public TensorSource vae(Map<String, List<Long>> names, StableDiffusionSizes sizes) {
        OriginalNames originals = new OriginalNames(sizes);
        String prefix;
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            prefix = has(opened.tensors().keySet(), VAE) ? VAE : "";
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return renamed(names, name -> prefix + originals.ofVae(name), List.of());
    }

    private TensorSource renamed(Map<String, List<Long>> names, UnaryOperator<String> original, List<String> whole) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        Map<String, TensorView.Part> parts = new TreeMap<>();
        Set<String> used = new TreeSet<>();
        names.forEach((name, shape) -> {
            TensorView.Part part = part(opened, original.apply(name), shape);
            if (part != null) {
                parts.put(name, part);
                used.add(part.original());
            }
        });
        return view(opened, parts, used, whole);
    }

    /** Tensors below these prefixes that nobody asked for are shown too, so that they are told of. */
    private static TensorSource view(
            SafetensorsFile opened, Map<String, TensorView.Part> parts, Set<String> used, List<String> whole) {
        for (String name : opened.tensors().keySet()) {
            if (!used.contains(name) && whole.stream().anyMatch(name::startsWith)) {
                parts.put(name, TensorView.Part.whole(opened, name));
            }
        }
        return new TensorView(List.of(opened), parts);
    }

    private static TensorView.@Nullable Part part(SafetensorsFile opened, String original, List<Long> shape) {
        TensorInfo found = opened.tensors().get(original);
        if (found == null) {
            return null;
        }
        boolean squeezed = found.shape().size() == shape.size() + 2
                && found.shape().subList(0, shape.size()).equals(shape)
                && found.elements() == shape.stream().reduce(1L, Math::multiplyExact);
        return new TensorView.Part(opened, original, 0, squeezed ? shape : found.shape(), false);
    }

    /** Whether a tensor is there. One that is not so many pieces of a shape is of another model. */
    private static boolean pieces(SafetensorsFile opened, String original, List<Long> shape, int count) {
        TensorInfo found = opened.tensors().get(original);
        if (found == null) {
            return false;
        }
        List<Long> expected = new ArrayList<>(shape);
        expected.set(0, count * shape.get(0));
        if (!found.shape().equals(expected)) {
            throw new CheckpointException(opened.origin(original) + ": tensor " + original + " has the shape "
                    + found.shape() + ", not " + expected);
        }
        return true;
    }

    private static TensorView.@Nullable Part ofSecond(SafetensorsFile opened, String name, List<Long> shape) {
        if (name.equals("text_projection.weight")) {
            String original = SECOND + "text_projection";
            return pieces(opened, original, List.of(shape.get(1), shape.get(0)), 1)
                    ? new TensorView.Part(opened, original, 0, shape, true)
                    : null;
        }
        String[] words = name.split("\\.");
        String layer = words.length > 2 ? words[words.length - 2] : "";
        if (!PARTS.contains(layer)) {
            return part(opened, SECOND + OriginalNames.ofOpenClip(name), shape);
        }
        String fused = SECOND + OriginalNames.ofOpenClip(name.replace("self_attn." + layer + ".", "attn.in_proj_"));
        long elements = shape.stream().reduce(1L, Math::multiplyExact);
        return pieces(opened, fused, shape, ORDER.size())
                ? new TensorView.Part(opened, fused, ORDER.indexOf(layer) * elements, shape, false)
                : null;
    }
}
