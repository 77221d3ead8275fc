package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The notice that a batch has ended. */
@QuarkusTest
class BellTest extends PageTest {

    private static final String NOTICES = """
            window.Notification = class {
              static permission = 'granted';
              static requestPermission = async () => 'granted';
              constructor(title, { body }) {
                (window.rung ??= []).push(`${title}: ${body}`);
              }
            }""";
    private static final String WAITING =
            "localStorage.setItem('renderfarm.bell', JSON.stringify({ batches: ['batch_1', 'batch_gone'] }))";

    @BeforeEach
    void prepare(Tab tab) {
        FakeFarm.answerAll(api);
        tab.expecting(404, "/v1/batches/batch_gone").page().addInitScript(NOTICES);
    }

    @Test
    void shouldTellOfABatchThatHasEndedOnWhateverPage(Tab tab) {
        // Given
        tab.open("/settings");
        tab.page().getByLabel("Tell me when a batch of mine has ended").check();
        tab.page().evaluate(WAITING);
        tab.open("/help");
        api.events().awaitFollower("batches=batch_1");
        // When
        api.events().push("batch", ended());
        // Then
        await().untilAsserted(() -> assertThat(tab.page().evaluate("window.rung"))
                .isEqualTo(List.of("Spring catalogue has ended: 19 rendered, 1 failed")));
        assertThat(tab.page().evaluate("localStorage.getItem('renderfarm.bell')"))
                .isNull();
    }

    @Test
    void shouldFollowWhatAnotherWindowHasHandedIn(Tab tab) {
        // Given
        tab.open("/settings");
        tab.page().getByLabel("Tell me when a batch of mine has ended").check();
        // When
        tab.page().evaluate(WAITING);
        tab.page().evaluate("dispatchEvent(new StorageEvent('storage', { key: 'renderfarm.bell' }))");
        api.events().awaitFollower("batches=batch_1");
        api.events().push("batch", ended());
        // Then
        await().untilAsserted(() -> assertThat(tab.page().evaluate("window.rung"))
                .isEqualTo(List.of("Spring catalogue has ended: 19 rendered, 1 failed")));
    }

    @Test
    void shouldSayNothingUnlessItIsWanted(Tab tab) {
        // Given
        tab.open("/help");
        tab.page().evaluate(WAITING);
        tab.open("/batches");
        assertThat(tab.page().locator("td.name strong")).isVisible();
        api.events().awaitFollower("batches=batch_1");
        // When
        api.events().push("batch", ended());
        // Then
        assertThat(tab.page().locator("tbody .pill")).containsText("done");
        assertThat(tab.page().evaluate("window.rung ?? null")).isNull();
    }

    private static Object ended() {
        var batch = FakeFarm.batch("batch_1").put("status", "completed");
        batch.withObject("/request_counts").put("completed", 19).put("failed", 1);
        batch.withObject("/renderfarm").put("sequence", 1_000_000);
        return batch;
    }
}
