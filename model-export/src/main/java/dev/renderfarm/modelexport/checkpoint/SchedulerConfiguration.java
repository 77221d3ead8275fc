package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.SchedulerKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads diffusers' configuration of a sampler over a diffusion's noise levels. */
final class SchedulerConfiguration {

    private static final String FILE = "scheduler/scheduler_config.json";
    /** PNDM is not offered: what takes its place draws as well in as many steps. */
    private static final String PNDM = "PNDMScheduler";

    private static final Map<String, SchedulerKind> KINDS = Map.of(
            "EulerDiscreteScheduler",
            SchedulerKind.EULER,
            "EulerAncestralDiscreteScheduler",
            SchedulerKind.EULER_ANCESTRAL,
            "DPMSolverMultistepScheduler",
            SchedulerKind.DPMPP_2M,
            "DDIMScheduler",
            SchedulerKind.DDIM,
            PNDM,
            SchedulerKind.DPMPP_2M);
    private static final List<SchedulerKind> ALL = List.of(
            SchedulerKind.EULER,
            SchedulerKind.EULER_KARRAS,
            SchedulerKind.EULER_ANCESTRAL,
            SchedulerKind.DPMPP_2M,
            SchedulerKind.DPMPP_2M_KARRAS,
            SchedulerKind.DDIM);

    /** The class whose place another sampler takes; empty where the checkpoint's own is offered. */
    static Optional<String> replaced(CheckpointFiles files) {
        return Optional.of(ConfigurationFile.read(files, FILE).text("_class_name"))
                .filter(PNDM::equals);
    }

    /** @throws CheckpointException where it is of a kind that cannot be sampled, by its name */
    static NoiseSchedule read(CheckpointFiles files) {
        ConfigurationFile file = ConfigurationFile.read(files, FILE);
        String name = file.text("_class_name");
        SchedulerKind kind = KINDS.get(name);
        if (kind == null) {
            throw new CheckpointException(files.describe(FILE) + ": field _class_name is " + name
                    + ", which is not supported; put one of "
                    + String.join(", ", KINDS.keySet().stream().sorted().toList())
                    + " in its place if the model can do with it");
        }
        refuseWhatIsNotSupported(file);
        if (kind == SchedulerKind.DDIM && !file.has("clip_sample")) {
            throw new CheckpointException(
                    files.describe(FILE) + ": field clip_sample is missing, which means true to a " + name
                            + " and is not supported; write false if the model was sampled so");
        }
        boolean karras = name.equals(PNDM) || (kind != SchedulerKind.DDIM && file.flag("use_karras_sigmas", false));
        StepSpacing spacing = choice(files, file, "timestep_spacing", StepSpacing.class, usualSpacing(kind, name));
        Prediction prediction = choice(files, file, "prediction_type", Prediction.class, Prediction.EPSILON);
        return file.check(() -> new NoiseSchedule(
                kind,
                prediction,
                spacing,
                file.integer("steps_offset", 0),
                karras,
                file.flag("set_alpha_to_one", kind == SchedulerKind.DDIM),
                new NoiseSchedule.Betas(
                        file.text("beta_schedule"),
                        file.number("beta_start"),
                        file.number("beta_end"),
                        file.integer("num_train_timesteps", 1000)),
                ALL.stream().filter(other -> other != kind.withKarras(karras)).toList()));
    }

    private static void refuseWhatIsNotSupported(ConfigurationFile file) {
        for (String unsupported : List.of(
                "trained_betas",
                "rescale_betas_zero_snr",
                "thresholding",
                "sigma_min",
                "sigma_max",
                "use_exponential_sigmas",
                "use_beta_sigmas",
                "use_flow_sigmas",
                "use_lu_lambdas",
                "clip_sample",
                "euler_at_final",
                "variance_type")) {
            file.expectAbsent(unsupported);
        }
        file.expect("interpolation_type", "linear");
        file.expect("timestep_type", "discrete");
        file.expect("final_sigmas_type", "zero");
        file.expect("algorithm_type", "dpmsolver++");
        file.expect("solver_type", "midpoint");
        file.expect("solver_order", 2);
        file.expect("lower_order_final", true);
        file.expect("lambda_min_clipped", Double.NEGATIVE_INFINITY);
    }

    /** What the class has in the library where its configuration is silent. */
    private static StepSpacing usualSpacing(SchedulerKind kind, String name) {
        return kind == SchedulerKind.DDIM || name.equals(PNDM) ? StepSpacing.LEADING : StepSpacing.LINSPACE;
    }

    private static <E extends Enum<E>> E choice(
            CheckpointFiles files, ConfigurationFile file, String field, Class<E> type, E otherwise) {
        String text = file.text(field, otherwise.name());
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new CheckpointException(files.describe(FILE) + ": field " + field + " is " + text + ", only "
                + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT) + " are supported");
    }

    private SchedulerConfiguration() {}
}
