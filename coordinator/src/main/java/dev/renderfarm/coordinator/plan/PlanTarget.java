package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.intake.IntakeTarget;
import dev.renderfarm.coordinator.pace.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a submission would write. */
final class PlanTarget implements IntakeTarget {

    static final int FIRST_LINES = 5;
    static final int MOST_KINDS = 200;

    private final MistakeGroups mistakes = new MistakeGroups();
    private final Map<Work, Integer> works = new LinkedHashMap<>();
    private final List<BatchPlan.FirstLine> first = new ArrayList<>();
    private final boolean seedIsGiven;
    private int requests;

    /** @param seedIsGiven whether those of all lines follow from what the request says */
    PlanTarget(boolean seedIsGiven) {
        this.seedIsGiven = seedIsGiven;
    }

    @Override
    public void line(
            InputRow row, List<RenderItem> pictures, Map<String, String> columns, ResponseFormat responseFormat) {
        requests++;
        works.merge(kind(Work.of(pictures.get(0).image())), pictures.size(), Integer::sum);
        if (first.size() < FIRST_LINES) {
            boolean seedIsKnown = seedIsGiven || row.value(RequestField.SEED).isPresent();
            first.add(dry(pictures.get(0), seedIsKnown));
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

    /** Pictures by what they ask of a device. */
    Map<Work, Integer> works() {
        return works;
    }

    List<BatchPlan.FirstLine> firstLines() {
        return first;
    }

    /** Lines that are sound. */
    int requests() {
        return requests;
    }

    /** Where there are very many kinds, the one that asks for about as much counts. */
    private Work kind(Work work) {
        if (works.size() < MOST_KINDS || works.containsKey(work)) {
            return work;
        }
        return works.keySet().stream()
                .min(Comparator.comparingDouble(other -> Math.abs(other.units() - work.units())))
                .orElse(work);
    }

    private static BatchPlan.FirstLine dry(RenderItem item, boolean seedIsKnown) {
        ImageRequest image = item.image();
        return new BatchPlan.FirstLine(
                item.line(),
                item.customId(),
                item.imageFile().toString(),
                image.prompt(),
                image.negativePrompt(),
                image.size(),
                image.sampling().numInferenceSteps(),
                image.sampling().guidanceScale(),
                seedIsKnown ? image.seed() : null);
    }
}
