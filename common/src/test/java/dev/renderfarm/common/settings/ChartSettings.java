package dev.renderfarm.common.settings;

import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the Helm chart tells a process, as environment variables, beside what the process reads. The chart's own check
 * holds the files to the chart.
 *
 * @param given values by the names of the variables; those that come from Secrets and the like have a filler
 */
public record ChartSettings(Map<String, String> given) {

    private static final Path FOLDER = Path.of("..", "helm", "renderfarm", "settings");
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String PROPERTY = "org.eclipse.microprofile.config.inject.ConfigProperty";

    /** @param process {@code coordinator} or {@code gpu-worker} */
    public static ChartSettings of(String process) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String line : lines(FOLDER.resolve(process + ".env"))) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#")) {
                given.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new ChartSettings(given);
    }

    /** Names of variables of which none of these properties is the meaning. */
    public Set<String> without(Set<String> properties) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        properties.forEach(property -> unknown.remove(variable(property)));
        return unknown;
    }

    /** The properties that the classes below a package declare: by config mappings, and one by one. */
    public static Set<String> declaredIn(String packageName) {
        Set<String> declared = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages(packageName)) {
            type.tryGetAnnotationOfType(MAPPING).ifPresent(mapping -> collect(type, text(mapping, "prefix"), declared));
            declared.addAll(injectedInto(type));
        }
        return declared;
    }

    private static Set<String> injectedInto(JavaClass type) {
        return type.getCodeUnits().stream()
                .flatMap(unit -> unit.getParameters().stream())
                .flatMap(parameter -> parameter.getAnnotations().stream())
                .filter(annotation -> annotation.getRawType().getName().equals(PROPERTY))
                .map(annotation -> text(annotation, "name"))
                .collect(toSet());
    }

    private static void collect(JavaClass mapping, String prefix, Set<String> declared) {
        for (JavaMethod method : mapping.getMethods()) {
            if (method.getModifiers().contains(JavaModifier.ABSTRACT)) {
                String name = prefix + "." + kebab(method.getName());
                JavaClass group = method.getRawReturnType();
                if (group.isInterface() && group.getName().startsWith(mapping.getName() + "$")) {
                    collect(group, name, declared);
                } else {
                    declared.add(name);
                }
            }
        }
    }

    private static String text(JavaAnnotation<? extends HasDescription> annotation, String member) {
        return annotation.get(member).map(Object::toString).orElseThrow();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** As MicroProfile Config finds a property among environment variables. */
    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Iterable<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("scripts/check-chart --write makes it", e);
        }
    }
}
