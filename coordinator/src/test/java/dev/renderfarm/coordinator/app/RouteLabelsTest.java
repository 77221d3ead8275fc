package dev.renderfarm.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteLabelsTest {

    @Test
    void shouldNameTheRouteOfAPath() {
        assertThat(RouteLabels.label("/v1/batches/batch_1")).isEqualTo("/v1/batches/{id}");
        assertThat(RouteLabels.label("/v1/batches/batch_1/images/a.png")).isEqualTo("/v1/batches/{id}/images/{file}");
        assertThat(RouteLabels.label("/v1/files")).isEqualTo("/v1/files");
        assertThat(RouteLabels.label("NOT_FOUND")).isEqualTo("NOT_FOUND");
    }

    @Test
    void shouldHaveALabelForEveryRouteOfTheApi() {
        // When
        Set<String> routes = new ClassFileImporter()
                .importPackages("dev.renderfarm.coordinator.api").stream()
                        .filter(resource -> resource.isAnnotatedWith(Path.class))
                        .flatMap(RouteLabelsTest::routes)
                        .collect(Collectors.toSet());
        // Then
        assertThat(RouteLabels.ROUTES)
                .filteredOn(route -> route.startsWith("/v1/"))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    private static Stream<String> routes(JavaClass resource) {
        String root = resource.getAnnotationOfType(Path.class).value();
        return resource.getMethods().stream()
                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                .map(method -> method.tryGetAnnotationOfType(Path.class)
                        .map(path -> root + path.value())
                        .orElse(root));
    }

    @Test
    void shouldHaveOneLabelForAllElse() {
        assertThat(RouteLabels.label("/wp-admin")).isEqualTo(RouteLabels.OTHER);
        assertThat(RouteLabels.label("/v1/batches/a/b/c")).isEqualTo(RouteLabels.OTHER);
    }
}
