package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages may take at most, where no clock is needed to tell; {@code scripts/bench/web} measures the rest. */
@QuarkusTest
class FirstLoadTest extends PageTest {

    private static final int MOST_BYTES = 120_000;
    private static final double MOST_HEAP = 20e6;
    private static final String ID = "batch_spring";

    static Stream<String> addresses() {
        return WebBench.PAGES.values().stream();
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void shouldTransferLittleToWhoComesFirst(String address, Tab tab) {
        // Given
        FakeFarm.answerAll(api);
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        // When
        Page page = tab.alone().open(address);
        assertThat(page.locator("main h1")).isVisible();
        page.waitForLoadState();
        // Then
        assertThat(((Number) page.evaluate(WebBench.TRANSFERRED)).intValue())
                .as("gzipped")
                .isBetween(30_000, MOST_BYTES);
    }

    @Test
    void shouldHoldLittleOfFiftyThousandPictures(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(WebBench.TASKS));
        Page page = tab.alone().open("/batches/" + ID);
        assertThat(page.locator(".tile img").first()).isVisible();
        // When
        page.evaluate(WebBench.ROLL);
        // Then
        assertThat(WebBench.heap(page)).isLessThan(MOST_HEAP);
    }
}
