package dev.renderfarm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.renderfarm.web.browser.Look;
import dev.renderfarm.web.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class FrameTest extends PageTest {

    private static final String NOWHERE = "/batches/a/b/c";

    @ParameterizedTest
    @EnumSource(Look.class)
    void shouldShowTheFarmAroundEveryPage(Look look, Tab tab) {
        // When
        tab.in(look).open(NOWHERE);
        // Then
        assertThat(tab.page().locator("html")).hasAttribute("lang", look.isChinese() ? "zh-CN" : "en");
        assertThat(tab.page().locator("h1")).isVisible();
        assertThat(tab.page().locator(".farm")).containsText("3,718");
        tab.screenshot("frame-" + look.label());
    }

    @Test
    void shouldSayThatTheFarmIsAwayAndComeBack(Tab tab) {
        // Given
        tab.expectingNothingOf("/v1/events").expecting(503, "/v1/events").open(NOWHERE);
        assertThat(tab.page().locator(".farm .pill")).hasText("Rendering");
        // When
        api.events().cut();
        // Then
        assertThat(tab.page().locator(".farm .pill")).hasText("Connection lost");
        // When
        api.events().mend();
        // Then
        assertThat(tab.page().locator(".farm .pill")).hasText("Rendering");
    }
}
