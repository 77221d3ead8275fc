package dev.renderfarm.coordinator.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which methods each address takes, as the resources' annotations say. */
final class Routes {

    private static final String PARAMETER = "[^/]+";

    private final Map<String, Route> routes = new HashMap<>();

    /** @param resources classes with {@link Path} */
    Routes(Collection<Class<?>> resources) {
        resources.forEach(this::add);
    }

    /** An address beside the resources', which can only be read. */
    void addReadOnly(String path) {
        add(path, "GET");
    }

    /**
     * Empty where there is nothing at the address; without the query. What is named goes before what any id may stand for,
     * as the framework has it.
     */
    SortedSet<String> methods(String path) {
        return routes.values().stream()
                .filter(route -> route.address.matcher(path).matches())
                .max(Comparator.comparingInt(Route::literal))
                .map(route -> route.methods)
                .orElseGet(TreeSet::new);
    }

    /** What a resource's method answers, as in {@code GET /v1/batches/{id}}. */
    static String name(Class<?> resource, Method method) {
        Path path = method.getAnnotation(Path.class);
        String root = resource.getAnnotation(Path.class).value();
        return httpMethod(method).orElse("") + " " + (path == null ? root : root + path.value());
    }

    private void add(Class<?> resource) {
        String root = resource.getAnnotation(Path.class).value();
        for (Method method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            httpMethod(method).ifPresent(verb -> add(path == null ? root : root + path.value(), verb));
        }
    }

    private static Optional<String> httpMethod(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private void add(String template, String verb) {
        String address = template.replaceAll("/+", "/+").replaceAll("\\{[^}]+}", PARAMETER) + "/*";
        Route route = routes.computeIfAbsent(address, Route::new);
        route.methods.add(verb);
        if (verb.equals("GET")) {
            route.methods.add("HEAD");
        }
    }

    private static final class Route {

        private final Pattern address;
        private final SortedSet<String> methods = new TreeSet<>(List.of("OPTIONS"));

        Route(String address) {
            this.address = Pattern.compile(address);
        }

        /** How much of it is no parameter. */
        private int literal() {
            return address.pattern().replace(PARAMETER, "").length();
        }
    }
}
