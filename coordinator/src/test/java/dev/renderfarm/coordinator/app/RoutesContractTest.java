package dev.renderfarm.coordinator.app;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.documents.Checkout;
import dev.renderfarm.coordinator.access.RouteRoles;
import dev.renderfarm.coordinator.api.PackageFolderResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class RoutesContractTest {

    @Test
    void shouldHaveEveryRouteOfTheApiInTheContractAndNoOther() {
        Map<String, ?> paths = when().get("/q/openapi?format=json").path("paths");
        assertThat(RouteLabels.ROUTES)
                .filteredOn(route -> route.startsWith("/v1/"))
                .containsExactlyInAnyOrderElementsOf(paths.keySet());
    }

    @Test
    void shouldAskForARoleAtEveryRouteOfTheContract() {
        Map<String, Map<String, ?>> paths = when().get("/q/openapi?format=json").path("paths");
        assertThat(RouteRoles.all().keySet())
                .as("routes with a role, in RouteRoles and so in docs/security.md")
                .containsExactlyInAnyOrderElementsOf(paths.entrySet().stream()
                        .flatMap(path -> path.getValue().keySet().stream()
                                .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                        .toList());
    }

    @Test
    void shouldTellTheSameRolesInTheDocumentation() throws IOException {
        String document = Files.readString(Checkout.root().resolve("docs/security.md"));
        List<String> rows = new ArrayList<>();
        RouteRoles.all()
                .forEach((route, role) -> rows.add("| `" + route + "` | "
                        + Arrays.stream(Role.values())
                                .map(each -> each.covers(role) ? "yes" : "403")
                                .collect(Collectors.joining(" | "))
                        + " |"));
        assertThat(document.lines().filter(line -> line.matches("\\| `[A-Z]+ /v1/[^`]+` \\| (yes|403) .*")))
                .containsExactlyElementsOf(rows);
    }
}
