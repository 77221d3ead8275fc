package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presets and templates under Settings, and what Help hands out. */
@QuarkusTest
class LibraryPageTest extends PageTest {

    private static final Map<String, Object> STUDIO =
            Map.of("name", "studio", "version", 1, "source", "own", "text", "{title} on white", "description", "Plain");

    @BeforeEach
    void prepare() {
        FakeFarm.answerAll(api);
        api.on("GET", "/v1/templates", Map.of("object", "list", "data", List.of(STUDIO), "has_more", false));
    }

    @Test
    void shouldAddAPreset(Tab tab) {
        // Given
        api.on("PUT", "/v1/presets/wide", Map.of("name", "wide"));
        Page page = tab.open("/settings");
        // When
        library(page, "presets").getByText("Add").click();
        Locator dialog = page.locator("dialog[open]");
        dialog.locator("input[name=name]").fill("wide");
        dialog.locator("input[name=description]").fill("For banners");
        dialog.locator("textarea").fill("size = 16:9\nnum_inference_steps=50%\n");
        tab.shouldBeAccessible();
        dialog.locator("button.primary").click();
        // Then
        assertThat(page.locator(".toast")).containsText("wide is saved");
        assertThat(api.asked("PUT", "/v1/presets/wide")).singleElement().satisfies(request -> assertThat(request.json())
                .isEqualTo(Json.read(
                        "{\"description\":\"For banners\",\"fields\":{\"size\":\"16:9\",\"num_inference_steps\":\"50%\"}}",
                        JsonNode.class)));
    }

    @Test
    void shouldChangeATemplateUnderItsNameAndDeleteItAfterAYes(Tab tab) {
        // Given
        api.on("PUT", "/v1/templates/studio", STUDIO).on("DELETE", "/v1/templates/studio", STUDIO);
        Page page = tab.open("/settings");
        Locator templates = library(page, "templates");
        // When
        templates.getByText("Edit").click();
        Locator dialog = page.locator("dialog[open]");
        assertThat(dialog.locator("input[name=name]")).not().isEditable();
        dialog.locator("textarea").fill("{title} on grey");
        dialog.locator("button.primary").click();
        // Then
        assertThat(page.locator(".toast")).containsText("studio is saved");
        assertThat(api.asked("PUT", "/v1/templates/studio")).singleElement().satisfies(request -> assertThat(
                        request.json().path("text").asText())
                .isEqualTo("{title} on grey"));
        // When
        api.on("GET", "/v1/templates", FakeFarm.list());
        templates.getByText("Delete").click();
        page.locator("dialog[open] button.danger").click();
        // Then
        assertThat(templates).containsText("There is no template yet.");
        assertThat(api.asked("DELETE", "/v1/templates/studio")).hasSize(1);
    }

    @Test
    void shouldExportAndImportWhatIsOwn(Tab tab) throws IOException {
        // Given
        api.on("PUT", "/v1/templates/mine", STUDIO);
        Page page = tab.open("/settings");
        Locator templates = library(page, "templates");
        assertThat(templates.locator("tbody tr")).hasCount(1);
        // When
        Download download =
                page.waitForDownload(() -> templates.getByText("Export").click());
        // Then
        assertThat(download.suggestedFilename()).isEqualTo("templates.json");
        assertThat(Json.read(Files.readString(download.path()), JsonNode.class)
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo("{title} on white");
        // When
        take(
                templates,
                "[{\"name\":\"mine\",\"source\":\"own\",\"text\":\"{title}\"},{\"name\":\"hero\",\"source\":\"shipped\"}]");
        // Then
        assertThat(page.locator(".toast")).containsText("1 entry imported");
        assertThat(api.asked("PUT", "/v1/templates/mine")).hasSize(1);
        // When
        take(templates, "{\"name\":\"mine\"}");
        // Then
        assertThat(page.locator(".toast.bad")).containsText("own.json is no list of entries");
        assertThat(api.asked("PUT", "/v1/templates/mine")).hasSize(1);
    }

    @Test
    void shouldCopyWhatSomebodyWhoHelpsAsksForFirst(Tab tab) {
        // Given
        Page page = tab.open("/help");
        page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }");
        // When
        page.locator("section[aria-labelledby=about] button").click();
        // Then
        assertThat(page.locator(".toast")).containsText("Copied");
        JsonNode told = Json.read(String.valueOf(page.evaluate("window.copied")), JsonNode.class);
        assertThat(told.path("workers").path(0).path("worker_id").asText()).isEqualTo("gpu-01");
        assertThat(told.path("farm").has("curve")).isFalse();
    }

    private static Locator library(Page page, String kind) {
        return page.locator("section[aria-labelledby=" + kind + "]");
    }

    private static void take(Locator library, String text) {
        library.locator("input[type=file]")
                .setInputFiles(new FilePayload("own.json", "application/json", text.getBytes(UTF_8)));
    }
}
