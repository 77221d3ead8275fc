package dev.renderfarm.coordinator.models;

import dev.renderfarm.common.id.ModelName;
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

    /** The model of requests that name none, where there is no choice. */
    public Optional<FarmModel> only() {
        return models.size() == 1 ? models.values().stream().findFirst() : Optional.empty();
    }

    /** In the order of the configuration. */
    public List<FarmModel> all() {
        return List.copyOf(models.values());
    }

    /** The names, for messages. */
    public String describe() {
        return models.keySet().stream().map(ModelName::value).collect(Collectors.joining(", "));
    }
}
