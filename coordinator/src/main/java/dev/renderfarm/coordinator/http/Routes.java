package dev.renderfarm.coordinator.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
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

    private final Map<String, Route> routes = new HashMap<>();

    /** @param resources classes with {@link Path} */
    Routes(Collection<Class<?>> resources) {
        resources.forEach(this::add);
    }

    /** An address beside the resources', which can only be read. */
    void addReadOnly(String path) {
        add(path, "GET");
    }

    /** Empty where there is nothing at the address; without the query. */
    SortedSet<String> methods(String path) {
        SortedSet<String> found = new TreeSet<>();
        for (Route route : routes.values()) {
            if (route.address.matcher(path).matches()) {
                found.addAll(route.methods);
            }
        }
        return found;
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
        String address = template.replaceAll("/+", "/+").replaceAll("\\{[^}]+}", "[^/]+") + "/*";
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
    }
}
