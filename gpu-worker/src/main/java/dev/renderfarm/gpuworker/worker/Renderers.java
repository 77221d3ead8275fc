package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.gpuworker.render.DiffusionRenderer;
import dev.renderfarm.gpuworker.render.FakeRenderer;
import dev.renderfarm.gpuworker.render.PromptTokens;
import dev.renderfarm.gpuworker.render.RenderException;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.tensorflow.DeviceSettings;
import dev.renderfarm.gpuworker.tensorflow.TensorFlowModel;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.time.InstantSource;

/** Makes the renderer that the configuration asks for. */
final class Renderers {

    /** Loads the model: takes as long as it is large. */
    static Renderer create(WorkerConfig config, ModelPackage model, InstantSource clock) {
        return switch (config.renderer()) {
            case FAKE -> new FakeRenderer(config.fake().timePerImage(), clock);
            case TENSORFLOW -> tensorFlow(config, model, clock);
        };
    }

    private static Renderer tensorFlow(WorkerConfig config, ModelPackage model, InstantSource clock) {
        var settings = config.tensorflow();
        DeviceSettings device = new DeviceSettings(
                settings.intraOpThreads(),
                settings.interOpThreads(),
                settings.gpuMemoryFraction(),
                settings.runTimeout());
        return new DiffusionRenderer(
                TensorFlowModel.load(model.folder(), device),
                promptTokens(model.openTokenizer()),
                model.manifest(),
                config.captionCacheSize(),
                clock);
    }

    static PromptTokens promptTokens(PromptTokenizer tokenizer) {
        return prompt -> {
            int[] ids;
            try {
                ids = tokenizer.encode(prompt);
            } catch (IllegalArgumentException e) {
                throw new RenderException(FailureCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
            }
            if (ids.length > tokenizer.maxTokens()) {
                throw new RenderException(
                        FailureCode.PROMPT_TOO_LONG,
                        "the prompt has " + ids.length + " tokens with its template, the model takes "
                                + tokenizer.maxTokens() + ": shorten it");
            }
            return ids;
        };
    }

    private Renderers() {}
}
