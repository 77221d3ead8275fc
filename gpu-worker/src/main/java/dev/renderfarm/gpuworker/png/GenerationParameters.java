package dev.renderfarm.gpuworker.png;

import dev.renderfarm.common.task.ImageRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The parameters of a picture in the form of the A1111 web UI, which gallery tools read. */
final class GenerationParameters {

    static String of(ImageRequest request, ModelLabel model) {
        StringBuilder text = new StringBuilder(request.prompt());
        String negative = request.negativePrompt();
        if (negative != null && !negative.isEmpty()) {
            text.append("\nNegative prompt: ").append(negative);
        }
        text.append("\nSteps: ")
                .append(request.numInferenceSteps())
                .append(", Sampler: ")
                .append(model.sampler())
                .append(", CFG scale: ")
                .append(plain(request.guidanceScale()));
        append(text, ", CFG normalization: ", request.cfgNormalization());
        append(text, ", CFG truncation: ", request.cfgTruncation());
        return text.append(", Seed: ")
                .append(request.seed())
                .append(", Size: ")
                .append(request.size())
                .append(", Model hash: ")
                .append(model.shortHash())
                .append(", Model: ")
                .append(model.name())
                .append(", Version: Renderfarm")
                .toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Double number) {
        if (number != null) {
            text.append(name).append(plain(number));
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private GenerationParameters() {}
}
