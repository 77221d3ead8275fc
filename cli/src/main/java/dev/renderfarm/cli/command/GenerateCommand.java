package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.RequestField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
            "A file that is there is overwritten. Several pictures are numbered: mug.png, mug-2.png, mug-3.png.",
            "",
            "It waits until they are rendered. The farm renders them all the same if it is ended before."
        })
final class GenerateCommand implements Callable<Integer> {

    private static final String PNG = "png";
    private static final String EXTENSION = "." + PNG;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "PROMPT", description = "What the picture shows")
    String prompt = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the picture goes (default: image.png)")
    Path out = Path.of("image" + EXTENSION);

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
            farm.save(answer.renderfarm().batchId(), nameOf(picture), PNG, target);
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
        return body;
    }

    private static void put(Map<String, Object> body, RequestField field, @Nullable Object value) {
        if (value != null) {
            body.put(field.wireName(), value);
        }
    }

    /** The last segment of its address. */
    private static ImageName nameOf(ImagesView.Picture picture) {
        String url = String.valueOf(picture.url());
        String file = url.substring(url.lastIndexOf('/') + 1);
        try {
            return new ImageName(
                    file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file);
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
