package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people write who want to break a page, in every place that shows it and that no page's own test has. */
@QuarkusTest
class HostileTextTest extends PageTest {

    private static final String NAME = "<img src=x onerror=alert(1)>";
    private static final String TEXT = FakeFarm.HOSTILE;

    @BeforeEach
    void prepare() {
        FakeFarm.answerAll(api);
        api.on("GET", "/v1/presets", json("""
                        {"object": "list", "data": [{"name": NAME, "description": TEXT, "source": "own", "fields": {"size": TEXT}}]}"""))
                .on("GET", "/v1/templates", json("""
                        {"object": "list", "data": [{"name": NAME, "description": TEXT, "version": 1, "source": "own", "text": TEXT}]}"""))
                .on("GET", "/v1/profiles", json("""
                        {"object": "list", "data": [{"name": NAME, "description": TEXT, "source": "own",
                          "rules": {"formats": ["png"]}, "sources": []}]}"""));
    }

    @Test
    void shouldBeShownAsItIsInTheListOfBatches(Tab tab) {
        // Given
        ObjectNode batch = FakeFarm.batch("batch_1");
        ObjectNode progress = batch.withObject("/renderfarm");
        progress.put("input_filename", TEXT)
                .put("tenant", NAME)
                .putArray("latest")
                .add(NAME + ".png");
        progress.putObject("waiting_for").put("code", "of_a_later_release").put("message", TEXT);
        api.on("GET", "/v1/batches", FakeFarm.list(batch))
                .on("GET", "/v1/session", Map.of("object", "session", "keyed", true, "role", "viewer", "name", NAME));
        // When
        Page page = tab.expecting(404, "/thumbnails/").open("/batches?q=" + URLEncoder.encode(NAME, UTF_8));
        // Then
        assertThat(page.locator("td.name bdi")).hasText(TEXT);
        assertThat(page.locator("td.progress")).containsText(NAME);
        assertThat(page.locator("td.handed-in")).containsText(NAME);
        assertThat(page.locator(".thumbs img")).hasAttribute("alt", NAME + ".png");
        assertThat(page.locator("input[type=search]")).hasValue(NAME);
        shouldBeNothingButText(page);
    }

    @Test
    void shouldBeShownAsItIsInTheLinesOfABatchAndItsSearch(Tab tab) {
        // Given
        ObjectNode batch = FakeFarm.batch("batch_1");
        batch.withObject("/renderfarm")
                .putObject("waiting_for")
                .put("code", "rendering")
                .put("message", TEXT);
        new FakeGallery(api, batch, "ccx")
                .change(1, task -> task.put("sku", TEXT).put("prompt", TEXT))
                .fail(2, NAME, TEXT);
        Page page = tab.open("/batches/batch_1?view=lines");
        // Then
        assertThat(page.locator(".spaced p")).containsText(TEXT);
        Locator row = page.locator(".lines tr[aria-rowindex='3']");
        assertThat(row.locator("bdi")).hasText(TEXT);
        assertThat(row.locator("td.prompt")).hasText(TEXT);
        assertThat(page.locator(".lines tr[aria-rowindex='4'] td.detail")).containsText(NAME);
        shouldBeNothingButText(page);
        // When
        page = tab.open("/batches/batch_1?q=" + URLEncoder.encode("nobody " + NAME, UTF_8));
        // Then
        assertThat(page.locator("input[type=search]")).hasValue("nobody " + NAME);
        assertThat(page.locator("main .empty")).containsText("No picture is like that");
        shouldBeNothingButText(page);
    }

    @Test
    void shouldBeShownAsItIsInAPlan(Tab tab) {
        // Given
        api.on("GET", "/v1/files/file-1", json("""
                        {"id": "file-1", "object": "file", "bytes": 2048, "created_at": 1767355200, "filename": TEXT,
                         "purpose": "batch", "status": "processed"}""")).on("POST", "/v1/batches/plan", json("""
                        {"submittable": false, "model": NAME, "columns": [TEXT],
                         "errors": {"total": 1, "lines": 1, "further": 0, "groups": [
                           {"code": "invalid_request", "param": "size", "message": TEXT, "mend": TEXT, "count": 1, "lines": [
                             {"line": 3, "message": TEXT, "cells": {"sku": TEXT, "size": TEXT}}]}]},
                         "first_lines": [{"line": 2, "custom_id": NAME, "image": NAME, "prompt": TEXT, "tokens": 14, "size": "128x128",
                           "num_inference_steps": 8, "guidance_scale": 0.0}],
                         "counts": {"lines": 2, "requests": 1, "pictures": 1, "skipped": 0, "kinds": []},
                         "estimate": {"device_seconds": {"likely": 9, "least": 6, "most": 18}, "source": "measured",
                           "pictures_ahead": 0, "hindrance": TEXT}}"""));
        // When
        Page page = tab.open("/batches/new?file=file-1");
        // Then
        assertThat(page.locator(".file strong")).hasText(TEXT);
        assertThat(page.locator(".columns button").first()).hasText("{" + TEXT + "}");
        assertThat(page.locator(".problem .said")).containsText(NAME);
        assertThat(page.locator(".problem span.cell")).hasText(TEXT);
        assertThat(page.locator(".problem input.cell")).hasValue(TEXT);
        assertThat(page.locator(".template bdi")).hasText(TEXT);
        assertThat(page.locator(".plan td .danger")).hasText(TEXT);
        shouldBeNothingButText(page);
        // When
        page.getByLabel("Template of the library").selectOption(NAME);
        page.locator("select[name=profile]").selectOption(NAME);
        page.locator("section[aria-labelledby=what-title] header select").last().selectOption(NAME);
        // Then
        assertThat(page.locator(".template > small").first()).hasText(TEXT);
        assertThat(page.locator("label:has(select[name=profile]) small")).hasText(TEXT);
        shouldBeNothingButText(page);
    }

    @Test
    void shouldBeShownAsItIsInTheLibrary(Tab tab) {
        // When
        Page page = tab.open("/settings");
        // Then
        for (String kind : new String[] {"presets", "templates"}) {
            Locator entry = page.locator("section[aria-labelledby=" + kind + "] tbody tr");
            assertThat(entry.locator("strong")).hasText(NAME);
            assertThat(entry.locator("td span")).hasText(TEXT);
            assertThat(entry.locator("td small")).containsText(NAME);
        }
        shouldBeNothingButText(page);
        // When
        page = tab.open("/generate");
        // Then
        assertThat(page.locator("option", new Page.LocatorOptions().setHasText(NAME)))
                .hasCount(2);
        shouldBeNothingButText(page);
    }

    private static void shouldBeNothingButText(Page page) {
        assertThat(page.locator("img[src=x]")).hasCount(0);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace("NAME", Json.string(NAME)).replace("TEXT", Json.string(TEXT)), JsonNode.class);
    }
}
