package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the farm asks for API keys. */
@QuarkusTest
class AccessPagesTest extends PageTest {

    private static final String KEY = "rf_0123456789abcdef" + "A".repeat(43);
    private static final Map<String, Object> KEY_OF_SOMEBODY = Map.of(
            "id", "key_0123456789abcdef",
            "object", "api_key",
            "name", FakeFarm.HOSTILE,
            "tenant", "shop-a",
            "role", "viewer",
            "created_at", 1_767_355_200);

    @BeforeEach
    void prepare() {
        api.on("GET", "/v1/farm", FakeFarm.farmWithCurve())
                .on("GET", "/v1/presets", FakeFarm.list())
                .on("GET", "/v1/profiles", FakeFarm.list())
                .on("GET", "/v1/templates", FakeFarm.list())
                .on("GET", "/v1/defaults", Map.of("models", List.of()))
                .on("GET", "/v1/batches", FakeFarm.list());
    }

    private void signedIn(String role) {
        api.on(
                        "GET",
                        "/v1/session",
                        Map.of(
                                "object",
                                "session",
                                "keyed",
                                true,
                                "role",
                                role,
                                "name",
                                FakeFarm.HOSTILE,
                                "tenant",
                                "shop-a"))
                .on("GET", "/v1/keys", Map.of("object", "list", "data", List.of(KEY_OF_SOMEBODY), "has_more", false));
    }

    @Test
    void shouldSignInWithAKeyWhereTheFarmWantsOne(Tab tab) {
        // Given
        api.refuse("GET", "/v1/batches", FailureCode.INVALID_API_KEY, "this farm asks for an API key")
                .on("POST", "/v1/session", Map.of("object", "session", "keyed", true, "role", "viewer"));
        tab.expecting(401, "/v1/batches");
        Page page = tab.open("/batches");
        Locator dialog = page.locator("dialog[open]");
        assertThat(dialog).containsText("This farm asks for an API key");
        // When
        api.on("GET", "/v1/batches", FakeFarm.list());
        dialog.locator("input[name=key]").fill(KEY);
        dialog.locator("button.primary").click();
        // Then
        assertThat(page.locator(".empty")).containsText("Nothing has been handed in yet");
        assertThat(page.locator("dialog[open]")).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void shouldShowAdminsTheKeysAndRevokeOne(Look look, Tab tab) {
        // Given
        signedIn("admin");
        api.on("DELETE", "/v1/keys/key_0123456789abcdef", Map.of("id", "key_0123456789abcdef", "deleted", true));
        Page page = tab.in(look).open("/settings");
        Locator keys = page.locator("api-keys");
        assertThat(keys.locator("tbody")).containsText(FakeFarm.HOSTILE);
        tab.screenshot("keys-" + look.label());
        // When
        keys.locator("tbody button.danger").click();
        page.locator("dialog[open] button.danger").click();
        // Then
        page.waitForCondition(
                () -> !api.asked("DELETE", "/v1/keys/key_0123456789abcdef").isEmpty());
        assertThat(keys.locator("tbody")).containsText("key_0123456789abcdef");
    }

    @Test
    void shouldShowAKeyThatWasMadeOnce(Tab tab) {
        // Given
        signedIn("admin");
        api.on("POST", "/v1/keys", Map.of("id", "key_0123456789abcdef", "secret", KEY));
        Page page = tab.open("/settings");
        Locator keys = page.locator("api-keys");
        // When
        keys.locator("input[name=name]").fill("Spring shop");
        keys.locator("button.primary").click();
        // Then
        assertThat(keys.locator("code")).hasText(KEY);
    }

    @Test
    void shouldShowOthersAsWhomTheyAreSignedInAndNoKeys(Tab tab) {
        signedIn("viewer");
        Page page = tab.open("/settings");
        assertThat(page.locator("api-keys")).containsText("of the tenant shop-a");
        assertThat(page.locator("api-keys table")).hasCount(0);
    }
}
