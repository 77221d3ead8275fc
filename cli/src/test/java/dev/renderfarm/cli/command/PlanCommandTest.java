package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.catalogue.RuleSource;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.plan.EstimateSource;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Fill;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final BatchPlan.Span SPAN = new BatchPlan.Span(90, 60, 180);

    @TempDir
    Path directory;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldTellMistakesPicturesAndTime() throws IOException {
        // Given
        farm.onUpload(new FileId("file-1")).on("POST /v1/batches/plan", plan(false));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = console.run(
                "plan",
                file.toString(),
                "--map",
                "sku=Variant SKU",
                "--template",
                "{title}",
                "--preset",
                "draft",
                "--variants",
                "background=marble, oak");
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(farm.requests().get(1).body())
                .contains("\"mapping\":{\"sku\":\"Variant SKU\"},\"template\":\"{title}\",\"preset\":\"draft\","
                        + "\"variants\":{\"background\":[\"marble\",\"oak\"]}");
        assertThat(console.out()).hasToString("""
                        2 mistakes in size: 99x99 cannot be drawn by tiny: choose others
                          line 3, 7
                        4 pictures from 4 requests, model tiny
                          4 × 64x64, 8 steps
                        Device time: about 1 min 30 s, from 1 min 0 s to 3 min 0 s (measured)
                        Energy: about 1.00 kWh
                        Files: about 4.2 MB
                        Done: not known now, no worker of model tiny is running
                        Drawn already: 3 pictures of the same file, in batch_1
                          MUG.png: a mug (12 tokens)
                        Submitted like this, nothing would be rendered.
                        """);
    }

    @Test
    void shouldEndWellWhereTheBatchWouldBeRendered() throws IOException {
        // Given
        farm.onUpload(new FileId("file-1")).on("POST /v1/batches/plan", plan(true));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // Then
        assertThat(console.run("plan", file.toString())).isZero();
        assertThat(console.run("plan", file.toString(), "--map", "sku")).isEqualTo(2);
        assertThat(console.err().toString()).contains("--map needs NAME=VALUE");
    }

    @Test
    void shouldListPresetsAndTemplates() {
        // Given
        var preset = new Preset("draft", "quick", Map.of("size", "50%"), CatalogueSource.SHIPPED);
        var template = new PromptTemplate("studio", 2, "en", null, "{title}", null, CatalogueSource.OWN);
        farm.on("GET /v1/presets", ListView.of(List.of(preset), Preset::name, false))
                .on("GET /v1/templates", ListView.of(List.of(template), PromptTemplate::name, false));
        // When
        console.run("presets");
        console.run("templates");
        // Then
        assertThat(console.out().toString())
                .contains("draft   shipped  size=50%  quick", "studio@2  own   en        {title}");
    }

    @Test
    void shouldListDeliveryProfiles() {
        // Given
        var rules = new DeliveryRules(
                List.of(ImageFormat.JPEG, ImageFormat.PNG),
                95,
                10_000_000L,
                new Sides(1000, null, 10_000, null, null),
                new Background(null),
                new Fill(0.85, null));
        var source = new RuleSource(
                List.of(
                        ProfileRule.FORMAT,
                        ProfileRule.BYTES,
                        ProfileRule.SIZE,
                        ProfileRule.BACKGROUND,
                        ProfileRule.FILL),
                "a guide",
                "2026-11");
        var profile = new DeliveryProfile("main", "first picture", rules, List.of(source), CatalogueSource.OPERATOR);
        farm.on("GET /v1/profiles", ListView.of(List.of(profile), DeliveryProfile::name, false));
        // When
        console.run("profiles");
        // Then
        assertThat(console.out().toString())
                .contains(
                        "main     operator  jpeg or png; 1000 to 10000 pixels on the longer side; at most 10000000 bytes;"
                                + " white around the product; a product of at least 85 %  first picture");
    }

    private static BatchPlan plan(boolean submittable) {
        var lines = List.of(
                new BatchPlan.Line(3, "99x99 …", Map.of("size", "99x99")), new BatchPlan.Line(7, "98x98 …", Map.of()));
        var group = new BatchPlan.Group(
                FailureCode.INVALID_REQUEST, "size", "99x99 cannot be drawn by tiny", "choose others", 2, lines);
        var kind = new BatchPlan.Kind(TINY, new ImageSize(64, 64), 8, false, 4, SPAN, EstimateSource.MEASURED);
        return new BatchPlan(
                submittable,
                TINY,
                List.of(),
                new BatchPlan.Errors(2, 2, List.of(group), 0),
                null,
                List.of(new BatchPlan.FirstLine(
                        2, "MUG", "MUG.png", "a mug", 12, null, new ImageSize(64, 64), 8, 0, null)),
                new BatchPlan.Counts(6, 4, 4, 0, List.of(kind)),
                new BatchPlan.Estimate(
                        SPAN,
                        EstimateSource.MEASURED,
                        null,
                        null,
                        3_600_000L,
                        4_200_000L,
                        0,
                        0,
                        null,
                        null,
                        "no worker of model tiny is running"),
                new BatchPlan.Earlier(new BatchId("batch_1"), 3));
    }
}
