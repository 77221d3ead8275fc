package dev.renderfarm.gpuworker.png;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RequestField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parameters of a picture in the form of the A1111 web UI, which gallery tools read. */
final class GenerationParameters {

    static String of(ImageRequest request, ModelLabel model) {
        StringBuilder text = new StringBuilder(request.prompt());
        String negative = request.negativePrompt();
        if (negative != null && !negative.isEmpty()) {
            text.append("\nNegative prompt: ").append(negative);
        }
        List<String> parameters = new ArrayList<>();
        request.sampling().byField().forEach((field, number) -> {
            parameters.add(name(field) + ": " + plain(number));
            if (field == RequestField.NUM_INFERENCE_STEPS) {
                parameters.add("Sampler: " + model.sampler());
            }
        });
        parameters.add("Seed: " + request.seed());
        parameters.add("Size: " + request.size());
        parameters.add("Model hash: " + model.shortHash());
        parameters.add("Model: " + model.name());
        parameters.add("Version: Renderfarm");
        return text.append('\n').append(String.join(", ", parameters)).toString();
    }

    /** The web UI's name, or our own in its style. */
    private static String name(RequestField field) {
        return switch (field) {
            case NUM_INFERENCE_STEPS -> "Steps";
            case GUIDANCE_SCALE -> "CFG scale";
            default -> {
                String words = field.wireName().replace('_', ' ').replace("cfg", "CFG");
                yield words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
            }
        };
    }

    private static String plain(Number number) {
        return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }

    private GenerationParameters() {}
}
