package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.RequestField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders a picture now. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Renders a picture now, ahead of batches, and saves it.",
        footer = {
            "",
            "The file's name says what it becomes: .png, .jpg, .jpeg or .webp; any other is PNG.",
            "A file that is there is overwritten. Several pictures are numbered: mug.png, mug-2.png, mug-3.png.",
            "",
            "It waits until they are rendered. The farm renders them all the same if it is ended before."
        })
final class GenerateCommand implements Callable<Integer> {

    private static final Map<String, ImageFormat> EXTENSIONS =
            Map.of(".jpg", ImageFormat.JPEG, ".jpeg", ImageFormat.JPEG, ".webp", ImageFormat.WEBP);

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "PROMPT", description = "What the picture shows")
    String prompt = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the picture goes (default: image.png)")
    Path out = Path.of("image.png");

    @Option(names = "--size", paramLabel = "WxH", description = "In pixels (default: the model's)")
    @Nullable
    String size;

    @Option(names = "-n", paramLabel = "N", description = "How many pictures, up to 10 (default: 1)")
    @Nullable
    Integer number;

    @Option(names = "--model", paramLabel = "M", description = "Which one draws (default: the farm's only one)")
    @Nullable
    ModelName model;

    @Option(names = "--seed", paramLabel = "N", description = "Makes the picture repeatable (default: drawn)")
    @Nullable
    Long seed;

    @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "What to keep away from")
    @Nullable
    String negativePrompt;

    @Option(names = "--steps", paramLabel = "N", description = "Sampling steps (default: the model's)")
    @Nullable
    Integer steps;

    @Option(
            names = "--guidance",
            paramLabel = "X",
            description = "Strength of classifier-free guidance (default: the model's)")
    @Nullable
    Double guidance;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "How the model is sampled: see farm models (default: the model's)")
    @Nullable
    String scheduler;

    @Option(
            names = "--compression",
            paramLabel = "N",
            description = "How much of the picture a .jpg or .webp keeps, from 0 to 100 (default: 100)")
    @Nullable
    Integer compression;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Asking again with the same key gives the same picture (default: a new one)")
    String idempotencyKey = UUID.randomUUID().toString();

    GenerateCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        FarmClient farm = options.client(environment);
        ImagesView answer = rendered(farm);
        List<Path> saved = new ArrayList<>();
        for (ImagesView.Picture picture : answer.data()) {
            Path target = saved.isEmpty() ? out : numbered(saved.size() + 1);
            ImageFile file = fileOf(picture);
            farm.save(answer.renderfarm().batchId(), file.name(), file.format().extension(), target);
            saved.add(target);
        }
        String lines = saved.stream().map(file -> file + "\n").reduce("", String::concat);
        options.tell("Saved " + saved, () -> options.print(answer, lines));
        var error = answer.renderfarm().error();
        if (error != null) {
            throw new FarmException(error.code(), error.message());
        }
        return 0;
    }

    /** The farm answers from time to time that it goes on; asking again with the same key asks for the same. */
    private ImagesView rendered(FarmClient farm) throws InterruptedException {
        boolean told = options.json;
        while (true) {
            try {
                return farm.generate(request(), idempotencyKey);
            } catch (FarmException e) {
                if (e.code() != FailureCode.NOT_RENDERED_YET) {
                    throw e;
                }
                if (!told) {
                    options.err().println(e.getMessage());
                    options.err().flush();
                    told = true;
                }
            }
        }
    }

    private Map<String, Object> request() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(RequestField.PROMPT.wireName(), prompt);
        put(body, RequestField.NEGATIVE_PROMPT, negativePrompt);
        put(body, RequestField.MODEL, model == null ? null : model.value());
        put(body, RequestField.N, number);
        put(body, RequestField.SIZE, size);
        put(body, RequestField.SEED, seed);
        put(body, RequestField.NUM_INFERENCE_STEPS, steps);
        put(body, RequestField.GUIDANCE_SCALE, guidance);
        put(body, RequestField.SCHEDULER, scheduler);
        put(body, RequestField.OUTPUT_FORMAT, format());
        put(body, RequestField.OUTPUT_COMPRESSION, compression);
        return body;
    }

    private static void put(Map<String, Object> body, RequestField field, @Nullable Object value) {
        if (value != null) {
            body.put(field.wireName(), value);
        }
    }

    /** What the farm is told; null where that is what it makes anyway. */
    private @Nullable ImageFormat format() {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        return EXTENSIONS.entrySet().stream()
                .filter(known -> name.endsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The last segment of its address. */
    private static ImageFile fileOf(ImagesView.Picture picture) {
        String url = String.valueOf(picture.url());
        try {
            return ImageFile.parse(url.substring(url.lastIndexOf('/') + 1));
        } catch (IllegalArgumentException e) {
            throw new FarmException(FailureCode.INTERNAL_ERROR, "the farm names no picture: " + url);
        }
    }

    private Path numbered(int picture) {
        String name = String.valueOf(out.getFileName());
        int dot = name.lastIndexOf('.');
        String numbered =
                dot <= 0 ? name + "-" + picture : name.substring(0, dot) + "-" + picture + name.substring(dot);
        return out.resolveSibling(numbered);
    }
}
