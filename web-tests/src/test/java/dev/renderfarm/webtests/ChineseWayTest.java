package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A merchandiser's way from a sheet with a mistake to the ZIP of what was approved, by Chinese words alone. */
@QuarkusTest
class ChineseWayTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String SHEET = "sku,prompt,size\n杯子-1,白色背景上的红色杯子,99x99\n";

    @Test
    void shouldLeadFromASheetWithAMistakeToThePicturesThatWereApproved(Tab tab) {
        // Given
        FakeFarm.answerAll(api);
        FakeGallery gallery = new FakeGallery(api, FakeFarm.batch(ID), "ccc");
        gallery.change(0, task -> task.put("sku", "杯子-1").put("prompt", "白色背景上的红色杯子"));
        JsonNode file = json("""
                {"id": "file-1", "object": "file", "bytes": 64, "created_at": 1767355200, "filename": "杯子.csv",
                 "purpose": "batch", "status": "processed"}""");
        api.on("POST", "/v1/files", file)
                .on("GET", "/v1/files/file-1", file)
                .on("POST", "/v1/batches", FakeFarm.batch(ID))
                .on("POST", "/v1/batches/plan", plan("""
                        {"total": 1, "lines": 1, "further": 0, "groups": [{"code": "invalid_request", "param": "size",
                         "message": "99x99", "count": 1, "lines": [{"line": 2, "message": "99x99",
                         "cells": {"sku": "杯子-1", "size": "99x99"}}]}]}"""));
        Page page = tab.in(Look.CHINESE_LIGHT).open("/batches");
        // When
        page.locator("a", new Page.LocatorOptions().setHasText("新建批次")).first().click();
        page.getByLabel("选择文件", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(new FilePayload("杯子.csv", "text/csv", SHEET.getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(page.locator(".problems .pill")).hasText("1 行需要修改");
        assertThat(page.locator(".plan .primary")).isDisabled();
        tab.screenshot("chinese-way-mistake");
        // When
        api.on("POST", "/v1/batches/plan", plan("{\"total\": 0, \"lines\": 0, \"further\": 0, \"groups\": []}"));
        page.locator("input.cell").fill("96x96");
        page.keyboard().press("Tab");
        assertThat(page.locator(".plan .pill")).hasText("就绪");
        page.locator(".plan .primary", new Page.LocatorOptions().setHasText("渲染 3 张图片"))
                .click();
        // Then
        page.waitForURL("**" + gallery.path("").replace("/v1", ""));
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(page.locator("#tile-0 .sku")).hasText("杯子-1");
        // When
        page.locator(".verdict button", new Page.LocatorOptions().setHasText("通过"))
                .click();
        // Then
        await().untilAsserted(() -> assertThat(gallery.heard()).containsExactly("0 approved"));
        assertThat(page.locator(".chips .chip", new Page.LocatorOptions().setHasText("已通过")))
                .hasText("已通过 1");
        // When
        page.locator(".menu summary").click();
        // Then
        assertThat(page.locator(".menu a", new Page.LocatorOptions().setHasText("已通过图片的 ZIP")))
                .hasAttribute("href", Pattern.compile(".*/archive\\.zip\\?review=approved$"));
        tab.screenshot("chinese-way-approved");
    }

    private static JsonNode plan(String errors) {
        return json("""
                {"submittable": NOTHING, "model": "tiny", "columns": [], "errors": ERRORS,
                 "first_lines": [{"line": 2, "custom_id": "杯子-1", "image": "杯子-1", "prompt": "白色背景上的红色杯子", "tokens": 14,
                   "size": "96x96", "num_inference_steps": 8, "guidance_scale": 0.0}],
                 "counts": {"lines": 1, "requests": 3, "pictures": 3, "skipped": 0, "kinds": []},
                 "estimate": {"device_seconds": {"likely": 9, "least": 6, "most": 18}, "source": "measured", "pictures_ahead": 0}}""".replace("NOTHING", String.valueOf(errors.contains("\"total\": 0")))
                .replace("ERRORS", errors));
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }
}
