package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one model of a batch: what the submission asks for, else what the first sound row asks for, else the farm's only
 * one. Rows that ask for another one are rejected.
 */
final class BatchModel {

    private final ModelRegistry models;
    private @Nullable FarmModel chosen;

    /** @param submitted known to the registry, or null */
    BatchModel(ModelRegistry models, @Nullable ModelName submitted) {
        this.models = models;
        this.chosen = submitted == null ? null : models.find(submitted).orElse(null);
    }

    /** The model, or null where the row's wish was rejected. */
    @Nullable
    FarmModel of(RowFields row) {
        String wanted = row.text(RequestField.MODEL);
        if (wanted == null) {
            return row.has(RequestField.MODEL) ? null : chosenOrOnly(row);
        }
        Optional<FarmModel> found = models.all().stream()
                .filter(model -> model.name().value().equals(wanted))
                .findFirst();
        if (found.isEmpty()) {
            row.reject(
                    RequestField.MODEL,
                    FailureCode.MODEL_NOT_FOUND,
                    "this farm does not have \"" + wanted + "\", it has " + models.describe()
                            + ": name one of these, or leave the model out");
            return null;
        }
        if (chosen != null && !chosen.name().equals(found.get().name())) {
            row.reject(
                    RequestField.MODEL,
                    "a batch has one model, this one has " + chosen.name() + ": submit a batch for each model");
            return null;
        }
        return found.get();
    }

    /** The model of a row that is sound is the batch's. */
    void choose(FarmModel model) {
        chosen = model;
    }

    Optional<FarmModel> chosen() {
        return Optional.ofNullable(chosen);
    }

    private @Nullable FarmModel chosenOrOnly(RowFields row) {
        FarmModel model = chosen == null ? models.only().orElse(null) : chosen;
        if (model == null) {
            row.reject(RequestField.MODEL, "name a model, this farm has " + models.describe());
        }
        return model;
    }
}
