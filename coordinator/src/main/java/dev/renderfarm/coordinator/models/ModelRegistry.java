package dev.renderfarm.coordinator.models;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.GuidanceForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models of the farm by name. Immutable. */
public final class ModelRegistry {

    private final Map<ModelName, FarmModel> models = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if there is none, or if two have the same name */
    public ModelRegistry(List<FarmModel> models) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("no models: name at least one package folder in renderfarm.models");
        }
        for (FarmModel model : models) {
            if (this.models.putIfAbsent(model.name(), model) != null) {
                throw new IllegalArgumentException("two packages in renderfarm.models have the name " + model.name()
                        + ": keep one, or export one of them under another name");
            }
        }
    }

    public Optional<FarmModel> find(ModelName name) {
        return Optional.ofNullable(models.get(name));
    }

    /** Of a text that need not be the name of any model. */
    public Optional<FarmModel> named(String text) {
        return models.values().stream()
                .filter(model -> model.name().value().equals(text))
                .findFirst();
    }

    /** The model of requests that name none, where there is no choice. */
    public Optional<FarmModel> only() {
        return models.size() == 1 ? models.values().stream().findFirst() : Optional.empty();
    }

    /** How a model's predictions are guided; by adding, if the farm does not have it. */
    public GuidanceForm guidanceForm(ModelName name) {
        FarmModel model = models.get(name);
        return model == null ? GuidanceForm.ADDED : model.manifest().guidanceForm();
    }

    /** In the order of the configuration. */
    public List<FarmModel> all() {
        return List.copyOf(models.values());
    }

    /** That the farm has no such model, for messages. */
    public String describeMissing(String text) {
        return "this farm does not have \"" + text + "\", it has " + describe();
    }

    /** The names, for messages. */
    public String describe() {
        return models.keySet().stream().map(ModelName::value).collect(Collectors.joining(", "));
    }
}
