package dev.renderfarm.gpuworker.imprint;

import dev.renderfarm.common.storage.TextCut;
import dev.renderfarm.common.task.ImageRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a picture's file says of itself. It follows from the request and the model alone.
 *
 * @param parameters in the form of the A1111 web UI, for gallery tools
 * @param xmp a packet with the IPTC digital source type
 */
public record Imprint(String parameters, String xmp) {

    public static Imprint of(ImageRequest request, ModelLabel model) {
        return of(request.prompt(), request.negativePrompt(), request, model);
    }

    /**
     * One with no more of either prompt than that, for formats whose fields are short. The JSON beside the picture has
     * them whole.
     *
     * @param bytes of UTF-8
     */
    public static Imprint of(ImageRequest request, ModelLabel model, int bytes) {
        return of(cut(request.prompt(), bytes), cut(request.negativePrompt(), bytes), request, model);
    }

    private static Imprint of(
            @Nullable String prompt, @Nullable String negativePrompt, ImageRequest request, ModelLabel model) {
        String drawn = prompt == null ? "" : prompt;
        return new Imprint(
                PrintableText.of(GenerationParameters.of(drawn, negativePrompt, request, model)),
                PrintableText.of(XmpPacket.of(drawn, request, model)));
    }

    private static @Nullable String cut(@Nullable String text, int bytes) {
        return text == null || text.length() <= bytes / 4 ? text : TextCut.start(text, bytes);
    }
}
