package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.id.FileId;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The uploaded pictures of a batch by what lines call them: the name of a file, or an address that ends in it; else by the
 * SKU, without the extension. Case does not matter, where no two differ in nothing else.
 */
final class BatchImages {

    private static final Pattern EXTENSION = Pattern.compile("\\.(png|jpe?g|webp)$");
    private static final Pattern QUERY = Pattern.compile("[?#].*$", Pattern.DOTALL);

    private final Map<String, FileId> exactly;
    private final Map<String, TreeSet<String>> byName = new HashMap<>();
    private final Map<String, TreeSet<String>> byStem = new HashMap<>();

    BatchImages(Map<String, FileId> images) {
        this.exactly = images;
        images.keySet().forEach(name -> {
            byName.computeIfAbsent(key(name), none -> new TreeSet<>()).add(name);
            byStem.computeIfAbsent(stem(name), none -> new TreeSet<>()).add(name);
        });
    }

    /** Files that a line may mean by it: none, the one, or several that are too much alike. */
    List<String> named(String text) {
        if (exactly.containsKey(text)) {
            return List.of(text);
        }
        return byName.isEmpty() ? List.of() : found(byName, key(text));
    }

    /** Files that are called as the id, but for their extensions. */
    List<String> ofId(String id) {
        return byStem.isEmpty() ? List.of() : found(byStem, key(id));
    }

    FileId file(String name) {
        return Optional.ofNullable(exactly.get(name)).orElseThrow();
    }

    boolean isEmpty() {
        return exactly.isEmpty();
    }

    private static List<String> found(Map<String, TreeSet<String>> names, String key) {
        return List.copyOf(names.getOrDefault(key, new TreeSet<>()));
    }

    private static String stem(String name) {
        return EXTENSION.matcher(key(name)).replaceFirst("");
    }

    /** The last part of a path or an address. */
    private static String key(String name) {
        boolean address = name.contains("://");
        String path = address ? QUERY.matcher(name).replaceFirst("") : name;
        String last = path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
        return Normalizer.normalize(last, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
    }
}
