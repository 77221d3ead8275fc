package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model as the HTTP API shows it: OpenAI's Model object, field for field.
 *
 * @param created 1970, as packages have no date
 */
@JsonPropertyOrder({"id", "object", "created", "owned_by", "renderfarm"})
public record ModelView(ModelName id, @EpochSeconds Instant created, String ownedBy, Abilities renderfarm) {

    private static final String FARM = "renderfarm";

    /**
     * What the farm adds.
     *
     * @param edits whether its drawings may begin with a picture
     * @param family architecture, which says what else a line may ask for
     * @param sizes what sizes it draws, for people
     * @param size where a line says none
     * @param numInferenceSteps where a line says none
     * @param guidanceScale where a line says none
     * @param schedulers what {@code scheduler} may be; the first is the usual one
     * @param workers who draws with it now
     */
    public record Abilities(
            boolean edits,
            String family,
            String sizes,
            String size,
            int numInferenceSteps,
            double guidanceScale,
            List<String> schedulers,
            ModelWorkers workers) {

        public Abilities {
            schedulers = List.copyOf(schedulers);
            requireNonNull(workers, "workers is null");
        }
    }

    /**
     * The live workers of a model.
     *
     * @param readiness the best that one of them is
     * @param ready those that claim tasks
     * @param starting those that load the model
     * @param setAside those that claim nothing until something is mended
     * @param imagesPerSecond of the ready ones together; 0 until one has rendered
     */
    public record ModelWorkers(Readiness readiness, int ready, int starting, int setAside, double imagesPerSecond) {

        /** The readiness follows from the numbers. */
        public static ModelWorkers of(int ready, int starting, int setAside, double imagesPerSecond) {
            Readiness readiness = ready > 0
                    ? Readiness.READY
                    : starting > 0 ? Readiness.STARTING : setAside > 0 ? Readiness.SET_ASIDE : Readiness.NONE;
            return new ModelWorkers(readiness, ready, starting, setAside, imagesPerSecond);
        }
    }

    public ModelView {
        requireNonNull(id, "id is null");
        requireNonNull(created, "created is null");
        requireNonNull(ownedBy, "ownedBy is null");
        requireNonNull(renderfarm, "renderfarm is null");
    }

    /** A model of the farm. */
    public static ModelView of(ModelManifest model, ModelWorkers workers) {
        SchedulerKind usual = model.scheduler().usual();
        List<String> schedulers = Stream.concat(
                        Stream.of(usual), model.scheduler().kinds().stream().filter(kind -> kind != usual))
                .map(SchedulerKind::wireName)
                .toList();
        ModelManifest.Defaults defaults = model.defaults();
        return new ModelView(
                model.name(),
                Instant.EPOCH,
                FARM,
                new Abilities(
                        model.edits(),
                        model.family(),
                        model.size().describe(),
                        defaults.size().toString(),
                        defaults.sampling().numInferenceSteps(),
                        defaults.sampling().guidanceScale(),
                        schedulers,
                        workers));
    }

    @JsonProperty("object")
    public String object() {
        return "model";
    }
}
