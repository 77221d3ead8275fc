package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ModelsCommandTest {

    private static final String MODELS = """
        {"object":"list","data":[
         {"id":"tiny","object":"model","created":0,"owned_by":"renderfarm",
          "renderfarm":{"edits":true,"family":"z-image","sizes":"any","size":"64x64","num_inference_steps":8,
           "guidance_scale":0.0,"schedulers":["flow_match_euler"],
           "workers":{"readiness":"ready","ready":2,"starting":1,"set_aside":0,"images_per_second":1.25}}},
         {"id":"shop-xl","object":"model","created":0,"owned_by":"renderfarm",
          "renderfarm":{"edits":false,"family":"sdxl","sizes":"any","size":"1024x1024","num_inference_steps":30,
           "guidance_scale":5.0,"schedulers":["euler","ddim"],
           "workers":{"readiness":"none","ready":0,"starting":0,"set_aside":0,"images_per_second":0.0}}}],
         "first_id":"tiny","last_id":"shop-xl","has_more":false}
        """;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldListModelsWithWhoDrawsWithThem() {
        // Given
        farm.on("GET /v1/models", 200, MODELS.getBytes(UTF_8));
        // When
        int exitCode = console.run("models");
        // Then
        assertThat(exitCode).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("""
            MODEL    FAMILY   SIZE       STEPS  GUIDANCE  EDITS  IS     READY  STARTING  SET ASIDE  \
            IMAGES/S  SCHEDULERS
            tiny     z-image  64x64      8      0.0       yes    ready  2      1         0          \
            1.25      flow_match_euler
            shop-xl  sdxl     1024x1024  30     5.0       no     none   0      0         0          \
            0.00      euler, ddim
            """);
    }
}
