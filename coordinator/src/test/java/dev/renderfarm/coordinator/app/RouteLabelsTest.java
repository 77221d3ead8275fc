package dev.renderfarm.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

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
    void shouldHaveOneLabelForAllElse() {
        assertThat(RouteLabels.label("/wp-admin")).isEqualTo(RouteLabels.OTHER);
        assertThat(RouteLabels.label("/v1/batches/a/b/c")).isEqualTo(RouteLabels.OTHER);
    }
}
