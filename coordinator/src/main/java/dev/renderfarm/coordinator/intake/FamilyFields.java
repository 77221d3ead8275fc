package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.RequestField;
import java.util.List;

/** What a row says that only some families of models have; what the row's model has not is reported. */
final class FamilyFields {

    private static final List<RequestField> OF_ADDED_GUIDANCE =
            List.of(RequestField.CFG_NORMALIZATION, RequestField.CFG_TRUNCATION);

    /** Reports each field that the model has no use for. */
    static void check(RowFields row, ModelManifest manifest) {
        if (manifest.guidanceForm() != GuidanceForm.ADDED) {
            OF_ADDED_GUIDANCE.stream()
                    .filter(row::has)
                    .forEach(field -> row.reject(
                            field,
                            "is nothing that " + manifest.name() + " knows, a model of the family " + manifest.family()
                                    + ": leave it out, or choose another model"));
        }
    }

    private FamilyFields() {}
}
