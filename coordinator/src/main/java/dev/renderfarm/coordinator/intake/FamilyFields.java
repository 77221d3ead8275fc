package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.SaidCrop;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.SchedulerKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a row says that only some families of models have; what the row's model has not is reported. */
final class FamilyFields {

    private static final List<RequestField> OF_ADDED_GUIDANCE =
            List.of(RequestField.CFG_NORMALIZATION, RequestField.CFG_TRUNCATION);
    private static final List<RequestField> OF_SIZES =
            List.of(RequestField.ORIGINAL_SIZE, RequestField.CROP, RequestField.TARGET_SIZE);

    /** Reports each field that the model has no use for. */
    static void check(RowFields row, ModelManifest manifest) {
        if (manifest.guidanceForm() != GuidanceForm.ADDED) {
            OF_ADDED_GUIDANCE.forEach(field -> refuse(row, field, manifest));
        } else {
            refuse(row, RequestField.GUIDANCE_RESCALE, manifest);
        }
        if (!manifest.toldSizes()) {
            OF_SIZES.forEach(field -> refuse(row, field, manifest));
        }
    }

    /** Null is the model's usual one. */
    static @Nullable SchedulerKind scheduler(RowFields row, ModelManifest manifest) {
        Optional<SchedulerKind> asked = row.choice(RequestField.SCHEDULER).flatMap(SchedulerKind::find);
        List<SchedulerKind> known = manifest.scheduler().kinds();
        if (asked.isPresent() && !known.contains(asked.get())) {
            row.reject(
                    RequestField.SCHEDULER,
                    asked.get().wireName() + " is none of " + manifest.name() + ": choose "
                            + known.stream().map(SchedulerKind::wireName).collect(Collectors.joining(", ")));
            return null;
        }
        return asked.orElse(null);
    }

    static SaidSizes sizes(RowFields row, ModelManifest manifest) {
        if (!manifest.toldSizes()) {
            return SaidSizes.AS_DRAWN;
        }
        return new SaidSizes(
                read(row, RequestField.ORIGINAL_SIZE, ImageSize::parse),
                read(row, RequestField.CROP, SaidCrop::parse),
                read(row, RequestField.TARGET_SIZE, ImageSize::parse));
    }

    private static <T> @Nullable T read(RowFields row, RequestField field, Function<String, T> reader) {
        String text = row.text(field);
        if (text == null) {
            return null;
        }
        try {
            return reader.apply(text.strip());
        } catch (IllegalArgumentException e) {
            row.reject(field, "must be " + field.form());
            return null;
        }
    }

    private static void refuse(RowFields row, RequestField field, ModelManifest manifest) {
        if (row.has(field)) {
            row.reject(
                    field,
                    "is nothing that " + manifest.name() + " knows, a model of the family " + manifest.family()
                            + ": leave it out, or choose another model");
        }
    }

    private FamilyFields() {}
}
