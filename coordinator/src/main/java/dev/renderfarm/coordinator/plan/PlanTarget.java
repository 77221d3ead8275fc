package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.intake.IntakeTarget;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.pace.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a submission would write. */
final class PlanTarget implements IntakeTarget {

    static final int FIRST_LINES = 5;
    static final int MOST_KINDS = 200;

    private final MistakeGroups mistakes = new MistakeGroups();
    /** By each form of guidance: the model is known when all lines are read. */
    private final Map<GuidanceForm, Map<Work, Integer>> works = new EnumMap<>(GuidanceForm.class);

    private final List<FirstItem> first = new ArrayList<>();
    private final boolean seedIsGiven;
    private int requests;
    private int pictures;

    /** @param seedIsGiven whether those of all lines follow from what the request says */
    PlanTarget(boolean seedIsGiven) {
        this.seedIsGiven = seedIsGiven;
    }

    @Override
    public void line(InputRow row, List<RenderItem> items, Map<String, String> columns, ResponseFormat responseFormat) {
        requests++;
        pictures += items.size();
        for (GuidanceForm form : GuidanceForm.values()) {
            Map<Work, Integer> known = works.computeIfAbsent(form, any -> new LinkedHashMap<>());
            known.merge(kind(known, Work.of(items.get(0).image(), form)), items.size(), Integer::sum);
        }
        if (first.size() < FIRST_LINES) {
            first.add(new FirstItem(
                    items.get(0), seedIsGiven || row.value(RequestField.SEED).isPresent()));
        }
    }

    @Override
    public void skipped(SkippedLine line) {
        // its mistakes are told one by one
    }

    @Override
    public void mistake(LineError error, @Nullable InputRow row) {
        mistakes.add(error, row);
    }

    @Override
    public void rejected() {
        // what else is in the file is told too
    }

    BatchPlan.Errors errors() {
        return mistakes.told();
    }

    /** Pictures by what they ask of a device, with a model that is guided so. */
    Map<Work, Integer> works(GuidanceForm form) {
        return works.getOrDefault(form, Map.of());
    }

    /** Pictures of all lines that are sound. */
    int pictures() {
        return pictures;
    }

    /** @param model null where it is not known */
    List<BatchPlan.FirstLine> firstLines(@Nullable FarmModel model) {
        return first.stream().map(item -> item.dry(model)).toList();
    }

    /** Lines that are sound. */
    int requests() {
        return requests;
    }

    /** Where there are very many kinds, the one that asks for about as much counts. */
    private static Work kind(Map<Work, Integer> known, Work work) {
        if (known.size() < MOST_KINDS || known.containsKey(work)) {
            return work;
        }
        return known.keySet().stream()
                .min(Comparator.comparingDouble(other -> Math.abs(other.units() - work.units())))
                .orElse(work);
    }

    private record FirstItem(RenderItem item, boolean seedIsKnown) {

        BatchPlan.FirstLine dry(@Nullable FarmModel model) {
            ImageRequest image = item.image();
            return new BatchPlan.FirstLine(
                    item.line(),
                    item.customId(),
                    item.imageFile().toString(),
                    image.prompt(),
                    model == null ? null : model.tokenCount().of(image.prompt()),
                    image.negativePrompt(),
                    image.size(),
                    image.sampling().numInferenceSteps(),
                    image.sampling().guidanceScale(),
                    seedIsKnown ? image.seed() : null);
        }
    }
}
