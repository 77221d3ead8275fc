package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeApi.Answer;
import dev.renderfarm.webtests.fake.FakeApi.Asked;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sheet whose drawings begin with pictures of the shop: they are matched, sent, looked at, and handed in with it. */
@QuarkusTest
class ProductPicturesTest extends PageTest {

    private static final String PLAN = "/v1/batches/plan";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>.png";
    private static final String SHEET = "sku,prompt\nMUG,on marble\nCUP,on oak\n";

    private final AtomicInteger sent = new AtomicInteger();

    @BeforeEach
    void prepare() {
        NewBatchPageTest.library(api);
        byte[] cutOut = cutOut();
        api.on("GET", "/v1/models", models(true))
                .on("GET", "/v1/files", FakeFarm.list())
                .on("GET", "/v1/files/file-1", Map.of("id", "file-1", "bytes", 40, "filename", "mugs.csv"))
                .on("POST", "/v1/files", this::upload)
                .on("POST", PLAN, plan(0));
        for (int number = 1; number < 5; number++) {
            api.on(
                    "GET",
                    "/v1/files/file-v" + number + "/content",
                    request -> new Answer(200, "application/octet-stream", cutOut));
        }
    }

    @EachLook
    void shouldSendThePicturesThatTheSheetNamesAndSayWhichItDoesNot(Look look, Tab tab) {
        // Given
        api.on("POST", PLAN, plan(1));
        Page page = withSheet(tab.in(look));
        // When
        choose(page, "mug.png", HOSTILE);
        // Then
        assertThat(page.locator(".product-pictures .danger").first()).containsText(HOSTILE);
        assertThat(page.locator(".product-pictures .danger").last()).containsText("1");
        await().untilAsserted(
                        () -> assertThat(lastPlan().path("endpoint").asText()).isEqualTo("/v1/images/edits"));
        assertThat(lastPlan().path("renderfarm").path("images").toString()).isEqualTo("{\"mug.png\":\"file-v1\"}");
        assertThat(sent).hasValue(1);
        assertThat(page.locator(".mask-view figcaption")).containsText("25");
        tab.shouldBeAccessible();
        tab.screenshot("new-batch-pictures-" + look.label());
    }

    @Test
    void shouldHandInHowTheyAreEdited(Tab tab) {
        // Given
        Page page = withSheet(tab);
        choose(page, "mug.png", "CUP.png");
        assertThat(page.locator(".product-pictures")).containsText("2 pictures belong to lines of the sheet");
        // When
        page.getByLabel("Painted anew").selectOption("white-background");
        page.getByLabel("Strength").fill("0.7");
        page.getByLabel("Feather").fill("8");
        page.getByLabel("put what is kept back").uncheck();
        // Then
        JsonNode wanted = Json.read(
                "{\"mask\":\"white-background\",\"strength\":\"0.7\",\"feather\":\"8\",\"paste\":\"false\"}",
                JsonNode.class);
        await().untilAsserted(() ->
                assertThat(lastPlan().path("renderfarm").path("fields")).isEqualTo(wanted));
        assertThat(page.locator(".same code")).containsText("--images FOLDER");
        // When
        page.locator(".mask-file").setInputFiles(new FilePayload("mask.png", "image/png", cutOut()));
        // Then
        await().untilAsserted(() -> assertThat(lastPlan()
                        .path("renderfarm")
                        .path("fields")
                        .path("mask")
                        .asText())
                .isEqualTo("file-v3"));
        assertThat(page.locator(".product-pictures")).containsText("mask.png");
        assertThat(page.locator(".mask-view figcaption")).containsText("25 % is kept");
    }

    @Test
    void shouldKeepThePicturesOfADraftOverAReload(Tab tab) {
        // Given
        Page page = withSheet(tab);
        choose(page, "mug.png");
        assertThat(page.locator(".mask-view figcaption")).containsText("25 % is kept");
        // When
        page.reload();
        // Then
        assertThat(page.locator(".mask-view figcaption")).containsText("mug.png");
        assertThat(page.locator(".mask-view figcaption")).containsText("25 % is kept");
        await().untilAsserted(() -> assertThat(lastPlan()
                        .path("renderfarm")
                        .path("images")
                        .path("mug.png")
                        .asText())
                .isEqualTo("file-v1"));
    }

    @Test
    void shouldSayWhichPictureIsRefusedAndGoOnWithTheOthers(Tab tab) {
        // Given
        Page page = withSheet(tab.expecting(400, "/v1/files"));
        api.on(
                "POST",
                "/v1/files",
                request -> request.body().contains("mug.png")
                        ? Answer.json(
                                400, Map.of("error", Map.of("code", "invalid_request", "message", FakeFarm.HOSTILE)))
                        : upload(request));
        // When
        choose(page, "mug.png", "cup.png");
        // Then
        assertThat(page.locator(".product-pictures .danger")).containsText("mug.png: <img src=x");
        assertThat(page.locator(".product-pictures")).containsText("1 picture belongs to lines of the sheet");
    }

    @Test
    void shouldSendNothingThatTheFarmHasAlready(Tab tab) {
        // Given
        api.on("GET", "/v1/files", FakeFarm.list(known()));
        Page page = withSheet(tab);
        // When
        choose(page, "mug.png");
        // Then
        await().untilAsserted(() -> assertThat(lastPlan()
                        .path("renderfarm")
                        .path("images")
                        .path("mug.png")
                        .asText())
                .isEqualTo("file-v4"));
        assertThat(sent).hasValue(0);
    }

    @Test
    void shouldTakeAFolderThatIsDroppedWithItsSheet(Tab tab) {
        // Given
        Page page = tab.open("/batches/new");
        assertThat(page.locator(".product-pictures")).isVisible();
        // When
        page.evaluate(
                "sheet => { const transfer = new DataTransfer(); transfer.items.add(new File([sheet], 'mugs.csv'));"
                        + " transfer.items.add(new File(['a picture'], 'MUG.png'));"
                        + " document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true })); }",
                SHEET);
        // Then
        assertThat(page.locator(".file")).containsText("mugs.csv");
        assertThat(page.locator(".product-pictures")).containsText("1 picture belongs to lines of the sheet");
    }

    @Test
    void shouldTakeNoPicturesWhereNoModelDrawsOverThem(Tab tab) {
        // Given
        api.on("GET", "/v1/models", models(false));
        // When
        Page page = withSheet(tab);
        // Then
        assertThat(page.locator(".plan .big")).hasText("2 pictures");
        assertThat(page.locator(".product-pictures")).hasCount(0);
        assertThat(lastPlan().path("endpoint").asText()).isEqualTo("/v1/images/generations");
    }

    private Answer upload(Asked request) {
        if (request.body().contains("\"mugs.csv\"")) {
            return Answer.json(200, Map.of("id", "file-1", "bytes", 40, "filename", "mugs.csv"));
        }
        return Answer.json(200, Map.of("id", "file-v" + sent.incrementAndGet()));
    }

    private static Page withSheet(Tab tab) {
        Page page = tab.open("/batches/new");
        page.locator(".file input[type=file]")
                .setInputFiles(new FilePayload("mugs.csv", "text/csv", SHEET.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.locator(".file")).containsText("mugs.csv");
        return page;
    }

    private static void choose(Page page, String... names) {
        page.locator(".product-pictures header ~ .body input[multiple]:not([webkitdirectory])")
                .setInputFiles(List.of(names).stream()
                        .map(name -> new FilePayload(name, "image/png", cutOut()))
                        .toArray(FilePayload[]::new));
    }

    private JsonNode lastPlan() {
        List<Asked> asked = api.asked("POST", PLAN);
        return asked.get(asked.size() - 1).json();
    }

    /** A quarter of it is opaque. */
    private static byte[] cutOut() {
        BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
        for (int pixel = 0; pixel < 16; pixel++) {
            picture.setRGB(2 + pixel % 4, 2 + pixel / 4, 0xff_20_60_c0);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static ObjectNode known() {
        return Json.read(
                "{\"id\":\"file-v4\",\"renderfarm\":{\"picture\":{\"sha256\":\"" + Sha256.hex(cutOut()) + "\"}}}",
                ObjectNode.class);
    }

    private static JsonNode models(boolean edits) {
        return Json.read(
                "{\"object\":\"list\",\"data\":[{\"id\":\"starter\",\"renderfarm\":{\"edits\":" + edits + "}}]}",
                JsonNode.class);
    }

    private static ObjectNode plan(int lacking) {
        return Json.read(
                """
            {"submittable": true, "model": "starter", "columns": [],
             "errors": {"total": LACKING, "lines": LACKING, "further": 0, "groups": [GROUP]},
             "first_lines": [], "counts": {"lines": 2, "requests": 2, "pictures": 2, "skipped": 0, "kinds": []},
             "estimate": {"device_seconds": {"likely": 9, "least": 6, "most": 18}, "source": "measured", "workers": 0,
                          "pictures_ahead": 0, "hindrance": "no worker"}}\
            """.replace("LACKING", String.valueOf(lacking)).replace("GROUP", lacking == 0 ? "" : """
             {"code": "invalid_request", "param": "image", "message": "is missing", "count": 1,
              "lines": [{"line": 3, "message": "is missing", "cells": {"sku": "CUP"}}]}\
             """),
                ObjectNode.class);
    }
}
