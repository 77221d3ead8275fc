package dev.renderfarm.gpuworker.imprint;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.SchedulerKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a picture in the form of the A1111 web UI, which gallery tools read. The form has no escape, and
 * its readers cut at the words {@code Negative prompt:} and {@code Steps:} wherever they meet them; so in a prompt
 * these have a full-width colon. XMP and the JSON beside the picture hold the prompt as it is.
 */
final class GenerationParameters {

    private static final Pattern MARK =
            Pattern.compile("\\b(negative\\s+prompt|steps)(\\s*):", Pattern.CASE_INSENSITIVE);
    private static final char FULL_WIDTH_COLON = '\uFF1A';

    static String of(String prompt, @Nullable String negative, ImageRequest request, ModelLabel model) {
        StringBuilder text = new StringBuilder(withoutMarks(prompt));
        if (negative != null && !negative.isEmpty()) {
            text.append("\nNegative prompt: ").append(withoutMarks(negative));
        }
        List<String> parameters = new ArrayList<>();
        request.sampling().byField().forEach((field, number) -> {
            parameters.add(name(field) + ": " + plain(number));
            if (field == RequestField.NUM_INFERENCE_STEPS) {
                SchedulerKind scheduler = request.scheduler();
                parameters.add("Sampler: " + (scheduler == null ? model.sampler() : scheduler.wireName()));
            }
        });
        if (request.edit() != null) {
            parameters.add("Denoising strength: " + plain(request.edit().strength()));
        }
        parameters.add("Seed: " + request.seed());
        parameters.add("Size: " + request.size());
        parameters.add("Model hash: " + model.shortHash());
        parameters.add("Model: " + model.name());
        parameters.add("Version: Renderfarm");
        return text.append('\n').append(String.join(", ", parameters)).toString();
    }

    private static String withoutMarks(String prompt) {
        return MARK.matcher(prompt).replaceAll("$1$2" + FULL_WIDTH_COLON);
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
