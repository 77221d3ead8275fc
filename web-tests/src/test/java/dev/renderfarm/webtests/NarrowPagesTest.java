package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All pages on a phone and on a tablet: nothing is rolled sideways, and the inspector is a dialog. */
@QuarkusTest
class NarrowPagesTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String PAGE = "/batches/" + ID;
    private static final int PHONE = 390;
    private static final int TABLET = 768;
    private static final int HEIGHT = 1_024;

    /** What is wider than the window, or can be rolled sideways within it. */
    private static final String TOO_WIDE = """
            () => [...document.querySelectorAll('body, body *')]
              .filter(part => !part.closest('.sr-only, dialog:not([open])') && part.checkVisibility())
              .filter(part => part.getBoundingClientRect().right > innerWidth + 1 || part === document.body ? document.documentElement.scrollWidth > innerWidth
                : /auto|scroll/.test(getComputedStyle(part).overflowX) && part.scrollWidth > part.clientWidth + 1)
              .map(part => `${part.localName}.${part.className} ${part.scrollWidth}`)""";

    @BeforeEach
    void prepare() {
        FakeFarm.answerAll(api);
        ObjectNode batch = FakeFarm.batch(ID);
        batch.withObject("/renderfarm").put("name", FakeFarm.HOSTILE).remove("latest");
        new FakeGallery(api, batch, "ccccccccxffwwwwwwwww")
                .change(3, task -> task.put("sku", FakeFarm.HOSTILE).put("prompt", "of " + FakeFarm.HOSTILE))
                .fail(8, "blank_image", FakeFarm.HOSTILE);
        ObjectNode faulty = FakeFarm.batch("batch_bad").put("status", "failed");
        faulty.withObject("/renderfarm").remove("latest");
        new FakeGallery(api, faulty, "");
        faulty.putObject("errors")
                .putArray("data")
                .addObject()
                .put("line", 3)
                .put("param", "num_inference_steps")
                .put("message", FakeFarm.HOSTILE);
        ObjectNode broken = FakeFarm.troubled(
                FakeFarm.worker("gpu-02"), WorkerState.SET_ASIDE, FailureCode.DEVICE_OUT_OF_MEMORY, FakeFarm.HOSTILE);
        api.on("GET", "/v1/batches", FakeFarm.list(batch.deepCopy(), faulty))
                .on("GET", "/v1/batches?parent=" + ID + "&limit=50", FakeFarm.list())
                .on("GET", "/v1/workers", FakeFarm.list(FakeFarm.worker("gpu-01"), broken))
                .on(
                        "GET",
                        "/v1/failures",
                        FakeFarm.list(FakeFarm.failure(
                                "failure-1", "gpu-01", FailureCode.BLANK_IMAGE, FakeFarm.HOSTILE, TaskState.COMPLETED)))
                .on("GET", "/v1/batches/" + ID + "/history", json("""
                        {"object": "list", "left_out": 0, "data": [{"kind": "waited", "at": "2026-01-01T10:00:00Z",
                         "until": "2026-01-01T10:05:00Z", "waiting_for": "broker", "detail": TEXT}]}"""))
                .on("GET", "/v1/files/file-1", json("""
                        {"id": "file-1", "object": "file", "bytes": 2048, "created_at": 1767355200, "filename": TEXT,
                         "purpose": "batch", "status": "processed"}"""))
                .on("POST", "/v1/batches/plan", json("""
                        {"submittable": false, "model": "tiny", "columns": [TEXT],
                         "errors": {"total": 1, "lines": 1, "further": 0, "groups": [
                           {"code": "invalid_request", "param": "size", "message": TEXT, "mend": TEXT, "count": 1, "lines": [
                             {"line": 3, "message": TEXT, "cells": {"sku": TEXT, "size": TEXT}}]}]},
                         "first_lines": [{"line": 2, "custom_id": "MUG", "image": "MUG", "prompt": TEXT, "tokens": 14,
                           "size": "128x128", "num_inference_steps": 8, "guidance_scale": 0.0}],
                         "counts": {"lines": 2, "requests": 1, "pictures": 1, "skipped": 0, "kinds": []},
                         "estimate": {"device_seconds": {"likely": 9, "least": 6, "most": 18}, "source": "measured",
                           "pictures_ahead": 0, "hindrance": TEXT}}"""));
    }

    @ParameterizedTest
    @CsvSource({"390, ENGLISH_DARK", "390, CHINESE_LIGHT", "768, ENGLISH_LIGHT"})
    void shouldShowEveryPageWithoutRollingSideways(int width, Look look, Tab tab) {
        tab.sized(width, HEIGHT).in(look);
        pages().forEach((address, sign) -> {
            // When
            Page page = tab.open(address);
            // Then
            assertThat(page.locator(sign).first()).isVisible();
            assertThat(page.evaluate(TOO_WIDE)).as(address).asList().isEmpty();
            tab.shouldBeAccessible();
            tab.screenshot("narrow-" + width + "-" + address.replaceAll("\\W+", "-") + "-" + look.label());
        });
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/batches", ".cards td.progress");
        pages.put(PAGE, ".tile img");
        pages.put(PAGE + "?at=3", "dialog.inspector .big");
        pages.put(PAGE + "?show=failed", ".groups li");
        pages.put(PAGE + "?view=lines", ".lines td.name");
        pages.put(PAGE + "?view=sheet", ".sheet img");
        pages.put(PAGE + "?view=history", ".history td");
        pages.put("/batches/batch_bad", ".mistakes td");
        pages.put("/batches/new?file=file-1", ".problem");
        pages.put("/generate", "form textarea");
        pages.put("/workers", ".cards td.detail");
        pages.put("/settings", ".cards strong");
        pages.put("/help", "#about");
        return pages;
    }

    @Test
    void shouldOpenTheInspectorOverTheGalleryAndJudgeInIt(Tab tab) {
        // Given
        FakeGallery gallery = new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        tab.sized(TABLET, HEIGHT);
        Page page = tab.open(PAGE);
        Locator dialog = page.locator("dialog.inspector");
        assertThat(page.locator(".tile img").first()).isVisible();
        assertThat(dialog).isHidden();
        // When
        page.locator("#tile-4").click();
        // Then
        assertThat(dialog).isVisible();
        assertThat(dialog.locator("h2")).containsText("SKU-0004");
        assertThat(page).hasURL(Pattern.compile(".*[?]at=4$"));
        tab.shouldBeAccessible();
        // When
        for (int step = 0; step < 20; step++) {
            page.keyboard().press("Tab");
        }
        // Then: nothing of the page behind it is reached
        assertThat(page.evaluate(
                        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"))
                .isEqualTo(true);
        // When
        page.keyboard().press("a");
        // Then
        assertThat(dialog.locator("h2")).containsText("SKU-0005");
        await().untilAsserted(() -> assertThat(gallery.heard()).containsExactly("4 approved"));
        // When
        page.keyboard().press("Escape");
        // Then
        assertThat(dialog).isHidden();
        assertThat(page.locator(".tile.current")).hasId("tile-5");
        assertThat(page).hasURL(Pattern.compile("^[^?]+$"));
        assertThat(page.locator("[role=listbox]")).isFocused();
    }

    @Test
    void shouldLeaveTheInspectorByBackAndCloseIt(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        tab.sized(PHONE, HEIGHT);
        Page page = tab.open(PAGE);
        Locator dialog = page.locator("dialog.inspector");
        page.locator("#tile-2").click();
        assertThat(dialog).isVisible();
        // When
        page.goBack();
        // Then
        assertThat(dialog).isHidden();
        // When
        page.keyboard().press("e");
        // Then
        assertThat(dialog.locator("textarea")).isFocused();
        // When
        dialog.getByLabel("Close").click();
        // Then
        assertThat(dialog).isHidden();
    }

    @Test
    void shouldSelectByFingerOnceOnePictureIsChosen(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        tab.sized(PHONE, HEIGHT);
        Page page = tab.open(PAGE);
        page.locator("#tile-2").click();
        page.locator("dialog.inspector button[aria-pressed]", new Page.LocatorOptions().setHasText("Select"))
                .click();
        page.keyboard().press("Escape");
        // When
        page.locator("#tile-3").click();
        // Then
        assertThat(page.locator(".selection strong")).hasText("2 pictures selected");
        assertThat(page.locator("dialog.inspector")).isHidden();
    }

    @Test
    void shouldShowTheInspectorBesideTheGalleryWhereThereIsRoom(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        tab.sized(TABLET, HEIGHT);
        Page page = tab.open(PAGE + "?at=3");
        assertThat(page.locator("dialog.inspector h2")).containsText("SKU-0003");
        // When
        page.setViewportSize(2 * TABLET, HEIGHT);
        // Then
        assertThat(page.locator("aside.inspector h2")).containsText("SKU-0003");
        assertThat(page.locator("dialog.inspector")).hasCount(0);
    }

    @Test
    void shouldTellOverADialogWhatWasRefused(Tab tab) {
        // Given
        FakeGallery gallery = new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        api.refuse("POST", gallery.path("/rerolls"), FailureCode.INVALID_REQUEST, "no more of these");
        tab.expecting(400, "/rerolls").sized(PHONE, HEIGHT);
        Page page = tab.open(PAGE + "?at=3");
        assertThat(page.locator("dialog.inspector h2")).containsText("SKU-0003");
        // When
        page.keyboard().press("r");
        // Then
        assertThat(page.locator(".toast:popover-open")).containsText("no more of these");
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace("TEXT", Json.string(FakeFarm.HOSTILE)), JsonNode.class);
    }
}
