package dev.renderfarm.coordinator.catalogue;

import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Delivery profiles in a JSON file, which is read when the process starts. A field that means nothing is refused. */
record ProfileFile(List<DeliveryProfile> profiles) {

    private static final String SHIPPED = "/delivery-profiles.json";

    ProfileFile {
        profiles = DeliveryRules.listed("profiles", profiles);
        Set<String> names = new HashSet<>();
        profiles.forEach(profile -> {
            if (!names.add(profile.name())) {
                throw new IllegalArgumentException("there are two profiles " + profile.name() + ": keep one");
            }
        });
    }

    static List<DeliveryProfile> shipped() {
        try (InputStream in = ProfileFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the release has no " + SHIPPED);
            }
            return read(in.readAllBytes(), CatalogueSource.SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if there is a file and it is none of the kind */
    static List<DeliveryProfile> ofOperator(Optional<Path> file) {
        return file.map(ProfileFile::read).orElse(List.of());
    }

    private static List<DeliveryProfile> read(Path file) {
        try {
            return read(Files.readAllBytes(file), CatalogueSource.OPERATOR);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(
                    "renderfarm.catalogue.profiles " + file + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("renderfarm.catalogue.profiles " + file + " cannot be read: " + e, e);
        }
    }

    private static List<DeliveryProfile> read(byte[] json, CatalogueSource where) {
        return Json.readExactly(json, ProfileFile.class).profiles().stream()
                .map(profile -> profile.from(where))
                .toList();
    }
}
