package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who did what, below Settings. */
@QuarkusTest
class AuditPageTest extends PageTest {

    @BeforeEach
    void prepare() {
        FakeFarm.answerAll(api);
        api.on("GET", "/v1/audit", trail(List.of(entry(FakeFarm.HOSTILE, 200), entry("ben", 403))));
    }

    @EachLook
    void shouldShowWhoDidWhatAndWhatWasRefused(Look look, Tab tab) {
        // When
        Page page = tab.in(look).open("/settings/audit");
        // Then
        Locator rows = page.locator("main tbody tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText(FakeFarm.HOSTILE);
        assertThat(rows.first().locator(".pill.ok")).containsText("200");
        assertThat(rows.last().locator(".pill.bad")).containsText("403");
        assertThat(rows.last()).containsText("POST /v1/batches/{id}/cancel");
        tab.shouldBeAccessible();
        tab.screenshot("audit-" + look.label());
    }

    @Test
    void shouldShowWhatOneTenantDid(Tab tab) {
        // Given
        Page page = tab.open("/settings/audit");
        assertThat(page.locator("main tbody tr")).hasCount(2);
        api.on("GET", "/v1/audit", trail(List.of()));
        // When
        page.locator("input[name=tenant]").fill("shop-a");
        page.locator("input[name=tenant]").press("Enter");
        // Then
        assertThat(page.locator("main")).containsText("Nobody has changed anything.");
        assertThat(api.asked("GET", "/v1/audit")).last().satisfies(asked -> assertThat(asked.query())
                .isEqualTo("limit=100&tenant=shop-a"));
        assertThat(page.url()).contains("tenant=shop-a");
    }

    @Test
    void shouldShowMoreWhenThereIsMore(Tab tab) {
        // Given
        api.on("GET", "/v1/audit", trail(Collections.nCopies(100, entry("anna", 200))));
        Page page = tab.open("/settings/audit");
        // When
        page.locator("button.older").click();
        // Then
        assertThat(page.locator("button.older")).hasCount(0);
        page.waitForCondition(() -> api.asked("GET", "/v1/audit").stream()
                .anyMatch(asked -> asked.query().equals("limit=1000")));
    }

    @Test
    void shouldSayWhyItMayNotBeSeen(Tab tab) {
        api.refuse("GET", "/v1/audit", FailureCode.FORBIDDEN, "this asks for the role admin");
        tab.expecting(403, "/v1/audit");
        Page page = tab.open("/settings/audit");
        assertThat(page.locator("main [role=alert]")).containsText("this asks for the role admin");
    }

    private static ListView<AuditEntry> trail(List<AuditEntry> entries) {
        return new ListView<>(entries, null, null, false);
    }

    private static AuditEntry entry(String name, int status) {
        return new AuditEntry(
                Instant.parse("2026-03-01T12:00:00Z"),
                new TenantName("shop-a"),
                keyOf(name),
                name,
                Role.SUBMITTER,
                "10.0.0.7",
                "POST /v1/batches/{id}/cancel",
                "/v1/batches/batch_1/cancel",
                status,
                "req_0123456789");
    }

    /** Whoever sent a token has none. */
    private static @Nullable KeyId keyOf(String name) {
        return name.equals("ben") ? null : new KeyId("key_0123456789abcdef");
    }
}
