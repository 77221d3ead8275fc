package dev.renderfarm.coordinator.catalogue;

import dev.renderfarm.common.catalogue.DeliveryProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Delivery profiles by name. One of the operator's file goes before one of the release. Immutable. */
public final class DeliveryProfiles {

    private final SortedMap<String, DeliveryProfile> all = new TreeMap<>();

    private DeliveryProfiles(List<DeliveryProfile> operator, List<DeliveryProfile> shipped) {
        shipped.forEach(profile -> all.put(profile.name(), profile));
        operator.forEach(profile -> all.put(profile.name(), profile));
    }

    /** Those of the release alone. */
    public static DeliveryProfiles shipped() {
        return new DeliveryProfiles(List.of(), ProfileFile.shipped());
    }

    /** @throws IllegalArgumentException if there is a file and it is none of the kind */
    public static DeliveryProfiles of(Optional<Path> ofOperator) {
        return new DeliveryProfiles(ProfileFile.ofOperator(ofOperator), ProfileFile.shipped());
    }

    public Optional<DeliveryProfile> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** In the order of their names. */
    public List<DeliveryProfile> all() {
        return List.copyOf(all.values());
    }
}
