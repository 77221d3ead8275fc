package dev.renderfarm.coordinator.models;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.model.NegativeDefault;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Models for tests whose tokens are words. */
public final class FakeModels {

    public static final int MAX_TOKENS = 12;

    public static ModelRegistry registry(String... names) {
        return new ModelRegistry(Stream.of(names).map(FakeModels::model).toList());
    }

    /** One model whose package has an encoder. */
    public static ModelRegistry editing(String name) {
        return new ModelRegistry(List.of(model(editingManifest(name))));
    }

    /** Of a package that has an encoder. */
    public static ModelManifest editingManifest(String name) {
        ModelManifest manifest = manifest(name);
        return new ModelManifest(
                manifest.schemaVersion(),
                manifest.name(),
                manifest.version(),
                manifest.digest(),
                manifest.family(),
                manifest.dtype(),
                manifest.tokenizer(),
                manifest.latent(),
                manifest.size(),
                manifest.scheduler(),
                manifest.defaults(),
                Map.of("vae_encoder/saved_model.pb", "00"));
    }

    /** One SDXL that is sampled with Euler or DDIM. */
    public static ModelRegistry sdxl(String name) {
        ModelManifest tiny = manifest(name);
        return new ModelRegistry(List.of(model(new ModelManifest(
                ModelManifest.SCHEMA_VERSION,
                tiny.name(),
                tiny.version(),
                tiny.digest(),
                ModelManifest.SDXL,
                tiny.dtype(),
                new ClipWindows(77, 49406, 49407, 4),
                tiny.latent(),
                tiny.size(),
                new NoiseSchedule(
                        SchedulerKind.EULER,
                        Prediction.EPSILON,
                        StepSpacing.LEADING,
                        1,
                        false,
                        false,
                        new NoiseSchedule.Betas("scaled_linear", 0.00085, 0.012, 1000),
                        List.of(SchedulerKind.DDIM)),
                new ModelManifest.Conditions(1280, true, NegativeDefault.ZEROS),
                ModelManifest.Guidance.of(GuidanceForm.INTERPOLATED),
                tiny.defaults(),
                Map.of()))));
    }

    /** One model of these defaults. */
    public static ModelRegistry registry(String name, ModelManifest.Defaults defaults) {
        return new ModelRegistry(List.of(model(manifest(name, MAX_TOKENS, defaults))));
    }

    public static FarmModel model(String name) {
        return model(manifest(name));
    }

    public static ModelManifest manifest(String name) {
        return manifest(name, MAX_TOKENS);
    }

    /** Of one that reads so many tokens. */
    public static ModelManifest manifest(String name, int maxTokens) {
        return manifest(name, maxTokens, new ModelManifest.Defaults(ImageSize.parse("64x64"), Sampling.of(8, 0), 50));
    }

    private static FarmModel model(ModelManifest manifest) {
        return new FarmModel(manifest, prompt -> prompt.split("\\s+").length);
    }

    private static ModelManifest manifest(String name, int maxTokens, ModelManifest.Defaults defaults) {
        return new ModelManifest(
                ModelManifest.FIRST_SCHEMA_VERSION,
                new ModelName(name),
                "1",
                "sha256:00",
                "z-image",
                "f32",
                new ChatTemplate("{prompt}", maxTokens),
                new ModelManifest.Latent(16, 8),
                new ModelManifest.SizeLimits(16, 32, 256, 65_536),
                new FlowMatch(3.0),
                defaults,
                Map.of());
    }

    private FakeModels() {}
}
