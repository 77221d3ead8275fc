package dev.renderfarm.coordinator.catalogue;

import dev.renderfarm.common.catalogue.CatalogueName;
import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's presets and templates in the bucket, up to {@value #MOST} of each, and which of them it suggests. Every version of a template stays until all of them
 * are deleted. Each method throws {@link StorageUnavailableException} where the bucket does not answer.
 */
final class CatalogueStore {

    static final int MOST = 500;
    static final int MOST_VERSIONS = 1_000;

    private static final DefaultsRequest NOTHING = new DefaultsRequest(null, null);

    private final ObjectStore objects;
    private final String prefix;

    /** @param prefix of all keys: whose they are */
    CatalogueStore(ObjectStore objects, String prefix) {
        this.objects = objects;
        this.prefix = prefix;
    }

    Optional<Preset> preset(String name) {
        return isName(name)
                ? read(prefix + ObjectKeys.preset(name), Preset.class).map(found -> found.from(CatalogueSource.OWN))
                : Optional.empty();
    }

    void put(Preset preset) {
        objects.put(
                prefix + ObjectKeys.preset(preset.name()),
                Json.bytes(new Preset(preset.name(), preset.description(), preset.fields(), null)),
                "application/json",
                Map.of());
    }

    boolean deletePreset(String name) {
        boolean found = preset(name).isPresent();
        if (found) {
            objects.delete(prefix + ObjectKeys.preset(name));
        }
        return found;
    }

    List<Preset> presets() {
        List<Preset> all = new ArrayList<>();
        presetNames().forEach(name -> preset(name).ifPresent(all::add));
        return all;
    }

    List<String> presetNames() {
        List<String> names = new ArrayList<>();
        Iterator<String> keys = objects.list(prefix + ObjectKeys.PRESETS, "");
        while (keys.hasNext() && names.size() < MOST) {
            String key = keys.next();
            if (key.endsWith(".json")) {
                names.add(
                        key.substring(prefix.length() + ObjectKeys.PRESETS.length(), key.length() - ".json".length()));
            }
        }
        return names;
    }

    /** @param version 0 is the newest */
    Optional<PromptTemplate> template(String name, int version) {
        int wanted = version == 0 && isName(name) ? newest(name) : version;
        return isName(name) && wanted > 0
                ? read(prefix + ObjectKeys.template(name, wanted), PromptTemplate.class)
                        .map(found -> found.from(CatalogueSource.OWN))
                : Optional.empty();
    }

    /**
     * As the next version. Of two who put at once each gets one of their own, where the bucket knows conditional writes.
     *
     * @param least its version, at least
     */
    PromptTemplate put(PromptTemplate template, int least) {
        int version = Math.max(least, newest(template.name()) + 1);
        while (true) {
            PromptTemplate next = new PromptTemplate(
                    template.name(),
                    version,
                    template.language(),
                    template.description(),
                    template.text(),
                    template.parts(),
                    null);
            String key = prefix + ObjectKeys.template(template.name(), version);
            if (objects.putIfAbsent(key, Json.bytes(next), "application/json")) {
                return next.from(CatalogueSource.OWN);
            }
            version++;
        }
    }

    DefaultsRequest defaults() {
        return read(prefix + ObjectKeys.DEFAULTS, DefaultsRequest.class).orElse(NOTHING);
    }

    void put(DefaultsRequest defaults) {
        objects.put(prefix + ObjectKeys.DEFAULTS, Json.bytes(defaults), "application/json", Map.of());
    }

    boolean deleteTemplate(String name) {
        if (!isName(name)) {
            return false;
        }
        boolean found = false;
        Iterator<String> keys = objects.list(prefix + ObjectKeys.templates(name), "");
        while (keys.hasNext()) {
            objects.delete(keys.next());
            found = true;
        }
        return found;
    }

    /** The newest version of each. */
    List<PromptTemplate> templates() {
        List<PromptTemplate> all = new ArrayList<>();
        templateNames().forEach(name -> template(name, 0).ifPresent(all::add));
        return all;
    }

    List<String> templateNames() {
        List<String> names = new ArrayList<>();
        Iterator<String> keys = objects.list(prefix + ObjectKeys.TEMPLATES, "");
        while (keys.hasNext() && names.size() < MOST) {
            String rest = keys.next().substring(prefix.length() + ObjectKeys.TEMPLATES.length());
            String name = rest.substring(0, Math.max(0, rest.indexOf('/')));
            if (isName(name) && (names.isEmpty() || !names.get(names.size() - 1).equals(name))) {
                names.add(name);
            }
        }
        return names;
    }

    private int newest(String name) {
        int newest = 0;
        Iterator<String> keys = objects.list(prefix + ObjectKeys.templates(name), "");
        while (keys.hasNext()) {
            String key = keys.next();
            String number = key.substring(
                            prefix.length() + ObjectKeys.templates(name).length())
                    .replaceAll("\\.json$", "");
            newest = number.matches("[0-9]{9}") ? Math.max(newest, Integer.parseInt(number)) : newest;
        }
        return newest;
    }

    private static boolean isName(String name) {
        return name.matches(CatalogueName.SYNTAX);
    }

    private <T> Optional<T> read(String key, Class<T> type) {
        try (InputStream in = objects.get(key)) {
            return Optional.of(Json.read(in.readAllBytes(), type));
        } catch (ObjectNotFoundException | MalformedJsonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }
}
