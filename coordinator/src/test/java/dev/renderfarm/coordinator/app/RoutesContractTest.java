package dev.renderfarm.coordinator.app;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.coordinator.api.PackageFolderResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
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
}
