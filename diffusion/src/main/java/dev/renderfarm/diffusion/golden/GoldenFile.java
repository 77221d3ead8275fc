package dev.renderfarm.diffusion.golden;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Golden records as safetensors files: numbers as tensors in torch's layout, the request as the file's metadata. */
public final class GoldenFile {

    private static final long LIMIT = 64L << 20;
    private static final String MADE_BY = "made_by";
    private static final String PROMPT = "prompt";
    private static final String TOKEN_IDS = "token_ids";
    private static final String SEED = "seed";
    private static final String STEPS = "steps";
    private static final String SCHEDULER = "scheduler";
    private static final String POOLED = "pooled";
    private static final String ENCODED = "encoded";
    private static final String EDITED = "edited";

    private final ModelManifest manifest;

    /** @param manifest of the package that the records are of */
    public GoldenFile(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /** The record that a package lists; null where it lists none. As {@link #read} otherwise. */
    public static @Nullable GoldenRecord in(ModelPackage model) throws IOException {
        ModelManifest manifest = model.manifest();
        boolean listed = manifest.files().containsKey(ModelManifest.GOLDEN_RECORD);
        return listed ? new GoldenFile(manifest).read(model.goldenRecord()) : null;
    }

    /**
     * Reads a record.
     *
     * @throws SafetensorsException where the file is not what it should be
     * @throws GoldenException where there is none, it does not fit the package, or is larger than 64 MiB
     */
    public GoldenRecord read(Path path) throws IOException {
        require(path, Files.isRegularFile(path), "no such file");
        if (Files.size(path) > LIMIT) {
            throw new GoldenException(path + ": has more than " + LIMIT + " bytes; take a smaller picture");
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorInfo noise = tensor(path, file, "noise");
            require(
                    path,
                    noise.type() == ElementType.F32,
                    "noise is " + noise.type()
                            + ", expected F32: it comes from the seed, whatever type the weights have");
            LatentShape shape = shape(path, noise);
            GoldenRequest request = request(path, file.metadata(), shape);
            long tokens = request.tokenIds().size();
            long height = (long) shape.height() * manifest.latent().scale();
            long width = (long) shape.width() * manifest.latent().scale();
            TensorInfo caption = tensor(path, file, "caption");
            require(
                    path,
                    caption.shape().size() == 2 && caption.shape().get(0) == tokens && caption.elements() > 0,
                    "caption is " + caption.shape() + ", expected [" + tokens + ", width] for as many token_ids");
            TensorInfo image = tensor(path, file, "image");
            List<Long> expected = List.of(height, width, (long) DiffusionModel.COLOURS);
            require(
                    path,
                    image.type() == ElementType.U8 && image.shape().equals(expected),
                    "image is " + image.type() + image.shape() + ", expected U8" + expected);
            return new GoldenRecord(
                    file.metadata().getOrDefault(MADE_BY, "unknown"),
                    request,
                    latents(path, file, "noise", shape),
                    floats(path, file, caption),
                    pooled(path, file),
                    latents(path, file, "velocity", shape),
                    latents(path, file, "latents", shape),
                    file.bytes("image"),
                    edit(path, file, shape));
        }
    }

    /** The bytes of the file. */
    public byte[] encode(GoldenRecord record) {
        GoldenRequest request = record.request();
        LatentShape shape = request.shape();
        long[] latents = {1, shape.channels(), shape.height(), shape.width()};
        int scale = manifest.latent().scale();
        long tokens = request.tokenIds().size();
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put(MADE_BY, record.madeBy());
        if (request.prompt() != null) {
            metadata.put(PROMPT, request.prompt());
        }
        metadata.put(TOKEN_IDS, request.tokenIds().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        metadata.put(SEED, String.valueOf(request.seed()));
        metadata.put(STEPS, String.valueOf(request.steps()));
        if (request.scheduler() != null) {
            metadata.put(SCHEDULER, request.scheduler().wireName());
        }
        List<StoredTensor> tensors = new ArrayList<>(List.of(
                StoredTensor.of("noise", shape.channelsFirst(record.noise()), latents),
                StoredTensor.of("caption", record.caption(), tokens, record.caption().length / tokens),
                StoredTensor.of("velocity", shape.channelsFirst(record.velocity()), latents),
                StoredTensor.of("latents", shape.channelsFirst(record.latents()), latents)));
        if (record.pooled().length > 0) {
            tensors.add(StoredTensor.of(POOLED, record.pooled(), 1, record.pooled().length));
        }
        GoldenEdit edit = record.edit();
        if (edit != null) {
            tensors.add(StoredTensor.of(ENCODED, shape.channelsFirst(edit.encoded()), latents));
            tensors.add(StoredTensor.of(EDITED, shape.channelsFirst(edit.edited()), latents));
        }
        tensors.add(StoredTensor.of(
                "image",
                record.picture(),
                (long) shape.height() * scale,
                (long) shape.width() * scale,
                DiffusionModel.COLOURS));
        return SafetensorsWriter.encode(metadata, tensors);
    }

    private float[] pooled(Path path, SafetensorsFile file) {
        ModelManifest.Conditions conditions = manifest.conditions();
        if (conditions == null || conditions.pooled() == 0) {
            return new float[0];
        }
        TensorInfo pooled = tensor(path, file, POOLED);
        List<Long> expected = List.of(1L, (long) conditions.pooled());
        require(path, pooled.shape().equals(expected), POOLED + " is " + pooled.shape() + ", expected " + expected);
        return floats(path, file, pooled);
    }

    /** A record of an earlier release, or of a package that cannot edit, has none. */
    private @Nullable GoldenEdit edit(Path path, SafetensorsFile file, LatentShape shape) {
        return file.tensors().containsKey(ENCODED) || file.tensors().containsKey(EDITED)
                ? new GoldenEdit(latents(path, file, ENCODED, shape), latents(path, file, EDITED, shape))
                : null;
    }

    private LatentShape shape(Path path, TensorInfo noise) {
        List<Long> sizes = noise.shape();
        int channels = manifest.latent().channels();
        int scale = manifest.latent().scale();
        int unit = manifest.size().multiple() / scale;
        require(
                path,
                sizes.size() == 4
                        && sizes.get(0) == 1
                        && sizes.get(1) == channels
                        && noise.elements() > 0
                        && sizes.get(2) % unit == 0
                        && sizes.get(3) % unit == 0
                        && sizes.get(2) * sizes.get(3) <= manifest.size().maxPixels() / scale / scale,
                "noise is " + sizes + ", expected [1, " + channels
                        + ", height, width] of latents that are multiples of " + unit
                        + " and no larger than the model's largest picture");
        return new LatentShape(sizes.get(2).intValue(), sizes.get(3).intValue(), channels);
    }

    private GoldenRequest request(Path path, Map<String, String> metadata, LatentShape shape) {
        try {
            List<Integer> tokenIds = Stream.of(
                            text(path, metadata, TOKEN_IDS).trim().split("\\s+"))
                    .map(Integer::valueOf)
                    .toList();
            int steps = Integer.parseInt(text(path, metadata, STEPS));
            require(
                    path,
                    tokenIds.size() <= manifest.tokenizer().maxIds(),
                    "it has " + tokenIds.size() + " token_ids, the model takes "
                            + manifest.tokenizer().maxIds());
            require(
                    path,
                    steps <= manifest.defaults().maxInferenceSteps(),
                    "it has " + steps + " steps, the model takes "
                            + manifest.defaults().maxInferenceSteps());
            long seed = Long.parseLong(text(path, metadata, SEED));
            String scheduler = metadata.get(SCHEDULER);
            return new GoldenRequest(
                    metadata.get(PROMPT),
                    tokenIds,
                    seed,
                    steps,
                    shape,
                    scheduler == null ? null : SchedulerKind.named(scheduler));
        } catch (IllegalArgumentException e) {
            throw new GoldenException(path + ": the metadata says something else than numbers: " + e.getMessage(), e);
        }
    }

    private static String text(Path path, Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        require(path, value != null, "the metadata lacks " + key + "; it needs token_ids, seed and steps");
        return String.valueOf(value);
    }

    private float[] latents(Path path, SafetensorsFile file, String name, LatentShape shape) {
        TensorInfo tensor = tensor(path, file, name);
        List<Long> expected = List.of(1L, (long) shape.channels(), (long) shape.height(), (long) shape.width());
        require(path, tensor.shape().equals(expected), name + " is " + tensor.shape() + ", expected " + expected);
        return shape.channelsLast(floats(path, file, tensor));
    }

    private float[] floats(Path path, SafetensorsFile file, TensorInfo tensor) {
        require(
                path,
                tensor.type() == ElementType.F32 || !manifest.dtype().equals("f32"),
                tensor.name() + " is " + tensor.type() + ", expected F32 like the package's weights");
        float[] values = new float[Math.toIntExact(tensor.elements())];
        file.read(tensor.name(), 0, values, values.length);
        return values;
    }

    private static TensorInfo tensor(Path path, SafetensorsFile file, String name) {
        TensorInfo tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new GoldenException(path + ": tensor " + name
                    + " is missing; a golden record has noise, caption, velocity, latents and" + " image");
        }
        return tensor;
    }

    private static void require(Path path, boolean condition, String otherwise) {
        if (!condition) {
            throw new GoldenException(path + ": " + otherwise);
        }
    }
}
