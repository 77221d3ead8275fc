package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.gpuworker.hardware.NvmlEnergy;
import dev.renderfarm.gpuworker.render.FakeRenderer;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.tensorflow.ModelRenderer;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.time.InstantSource;

/** Makes the renderer that the configuration asks for. */
final class Renderers {

    /** Loads the model: takes as long as it is large. */
    static Renderer create(WorkerConfig config, ModelPackage model, InstantSource clock) {
        return switch (config.renderer()) {
            case FAKE -> new FakeRenderer(config.fake().timePerImage(), clock, Sleeper.REAL);
            case TENSORFLOW ->
                ModelRenderer.open(
                        model,
                        deviceSettings(config),
                        config.captionCacheSize(),
                        new NvmlEnergy(System.getenv()),
                        clock);
        };
    }

    static DeviceSettings deviceSettings(WorkerConfig config) {
        var settings = config.tensorflow();
        return new DeviceSettings(
                settings.intraOpThreads(),
                settings.interOpThreads(),
                settings.gpuMemoryFraction(),
                config.vaeMemory().asLongValue(),
                settings.runTimeout());
    }

    private Renderers() {}
}
