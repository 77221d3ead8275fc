package dev.renderfarm.modelexport.export;

import static dev.renderfarm.modelexport.export.StableDiffusionGolden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.SamplingStep;
import dev.renderfarm.diffusion.sampling.Schedule;
import dev.renderfarm.diffusion.sampling.StepNoise;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs, from token ids to pictures, draw what the reference does, by its samplers' tables. */
class StableDiffusionRunsTest {

    private static final String LONG = "long";

    @TempDir
    static Path folder;

    private static final Map<String, ModelPackage> PACKAGES = new HashMap<>();
    private static final Map<String, DiffusionModel> MODELS = new HashMap<>();
    private static GoldenTensors golden;

    /** What the reference was run with; a negative of null is that of the family. */
    private enum Case {
        XL_EULER("sdxl", SchedulerKind.EULER, 3, 5, "prompt", "negative"),
        XL_TURBO("sdxl", SchedulerKind.EULER_ANCESTRAL, 2, 0, "prompt", null),
        XL_DPM_KARRAS("sdxl", SchedulerKind.DPMPP_2M_KARRAS, 5, 5, "prompt", null),
        XL_LONG("sdxl", SchedulerKind.EULER, 2, 5, LONG, "empty"),
        XL_LORA("xl_lora", SchedulerKind.EULER, 4, 5, "prompt", "negative"),
        SD_EULER("sd15", SchedulerKind.EULER, 3, 7.5, "prompt", "negative"),
        SD_DDIM("sd15", SchedulerKind.DDIM, 4, 5, "prompt", "empty"),
        SD_ANCESTRAL("sd15", SchedulerKind.EULER_ANCESTRAL, 3, 5, "prompt", "empty"),
        SD_V("sd15", SchedulerKind.EULER, 4, 3, "prompt", "empty");

        private final String model;
        private final SchedulerKind scheduler;
        private final int steps;
        private final double guidance;
        private final String prompt;
        private final @Nullable String negative;

        Case(
                String model,
                SchedulerKind scheduler,
                int steps,
                double guidance,
                String prompt,
                @Nullable String negative) {
            this.model = model;
            this.scheduler = scheduler;
            this.steps = steps;
            this.guidance = guidance;
            this.prompt = prompt;
            this.negative = negative;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        String family() {
            return model.equals("sd15") ? model : "sdxl";
        }

        StepTable table() {
            NoiseSchedule usual = (NoiseSchedule)
                    Objects.requireNonNull(PACKAGES.get(model)).manifest().scheduler();
            Prediction prediction = this == SD_V ? Prediction.V_PREDICTION : Prediction.EPSILON;
            StepSpacing spacing = this == XL_TURBO ? StepSpacing.TRAILING : StepSpacing.LEADING;
            return Schedule.of(usual.with(prediction, spacing), scheduler).table(steps);
        }
    }

    @BeforeAll
    static void export() throws IOException {
        golden = new GoldenTensors("sdxl/io.safetensors");
        for (String family : List.of("sd15", "sdxl")) {
            add(family, StableDiffusionGolden.export(family, WeightType.F32, folder.resolve(family)));
        }
        Path lora = GoldenTensors.path("sdxl/lora-kohya.safetensors");
        add(
                "xl_lora",
                StableDiffusionGolden.export(
                        "sdxl",
                        WeightType.F32,
                        folder.resolve("lora"),
                        (origin, sizes) -> origin.with(lora, 0.8f, sizes)));
    }

    @AfterAll
    static void close() throws IOException {
        MODELS.values().forEach(DiffusionModel::close);
        golden.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheReferencesTable(Case run) {
        // Given
        float[] expected = golden.floats(run.wireName() + ".table");
        // When
        StepTable table = run.table();
        // Then
        assertThat(table.length()).isEqualTo(run.steps);
        assertThat(table.start()).isCloseTo(golden.floats(run.wireName() + ".start")[0], within(1e-6f * table.start()));
        for (int i = 0; i < run.steps; i++) {
            SamplingStep step = table.step(i);
            float[] found = {
                step.time(),
                step.inputScale(),
                step.keep(),
                step.move(),
                step.previous(),
                step.noise(),
                step.a(),
                step.b()
            };
            for (int k = 0; k < found.length; k++) {
                float number = expected[i * found.length + k];
                assertThat(found[k])
                        .as("number %d of step %d", k, i)
                        .isCloseTo(number, within(1e-6f * Math.max(1, Math.abs(number))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDrawAsTheReference(Case run) throws InterruptedException {
        // Given
        DiffusionModel model = Objects.requireNonNull(MODELS.get(run.model));
        LatentShape shape = StableDiffusionGolden.shape(golden, run.family() + ".noise");
        StepTable table = run.table();
        ClassifierFreeGuidance guidance =
                ClassifierFreeGuidance.of(Sampling.of(run.steps, run.guidance), GuidanceForm.INTERPOLATED);
        Caption positive = caption(model, run, run.prompt, shape);
        List<Caption> negative = guidance.isOn()
                ? List.of(run.negative == null ? positive.zeros() : caption(model, run, run.negative, shape))
                : List.of();
        float[] start = golden.channelsLast(run.family() + ".noise", shape.channels());
        for (int k = 0; k < start.length; k++) {
            start[k] *= table.start();
        }
        LatentSamples samples = LatentSamples.of(shape, start);
        // When
        new LatentSampler(model)
                .sample(
                        samples,
                        new Captions(List.of(positive), negative),
                        table,
                        guidance,
                        stepNoise(run, shape),
                        Cancellation.NEVER);
        // Then
        assertClose(samples.values(), golden.channelsLast(run.wireName() + ".latents", shape.channels()), 1e-4);
        if (run != Case.XL_LONG && run != Case.SD_V) {
            assertPicture(model.decode(samples.values(), shape, 1), golden.bytes(run.wireName() + ".u8"));
        }
    }

    private static void add(String name, ModelPackage exported) {
        PACKAGES.put(name, exported);
        MODELS.put(name, StableDiffusionGolden.load(exported));
    }

    private static Caption caption(DiffusionModel model, Case run, String prompt, LatentShape shape) {
        int[] ids = golden.ints(run.family() + "." + prompt + ".ids");
        if (run == Case.XL_LONG && !prompt.equals(LONG)) {
            // as many windows as the prompt has
            int[] twice = Arrays.copyOf(ids, 2 * ids.length);
            System.arraycopy(ids, 0, twice, ids.length, ids.length);
            ids = twice;
        }
        Caption encoded = model.encode(ids);
        float height = shape.height() * StableDiffusionGolden.SCALE;
        float width = shape.width() * StableDiffusionGolden.SCALE;
        return run.family().equals("sdxl") ? encoded.told(new float[] {height, width, 0, 0, height, width}) : encoded;
    }

    private static StepNoise stepNoise(Case run, LatentShape shape) {
        float[] all = golden.floats(run.family() + ".step_noise");
        AtomicInteger next = new AtomicInteger();
        return () -> {
            int from = next.getAndIncrement() * shape.size();
            return shape.channelsLast(Arrays.copyOfRange(all, from, from + shape.size()));
        };
    }

    private static void assertPicture(byte[] found, byte[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        long sum = 0;
        for (int i = 0; i < found.length; i++) {
            int difference = Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
            assertThat(difference).isLessThanOrEqualTo(2);
            sum += difference;
        }
        assertThat((double) sum / found.length).isLessThanOrEqualTo(0.05);
    }
}
