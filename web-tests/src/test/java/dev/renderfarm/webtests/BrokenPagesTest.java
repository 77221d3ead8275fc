package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.webtests.fake.FakeApi.Answer;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each page where the API answers nothing good: it says so, stays usable, and mends itself when it is asked to. */
@QuarkusTest
class BrokenPagesTest extends PageTest {

    private static final String BATCH = "/batches/batch_1";
    private static final String LARGE = "<html><body><h1>502 Bad Gateway</h1></body></html>";

    private static final Map<String, Answer> FAULTS = Map.of(
            "internal",
            refusal(FailureCode.INTERNAL_ERROR, FakeFarm.HOSTILE),
            "away",
            refusal(FailureCode.STORAGE_UNAVAILABLE, "the bucket does not answer"),
            "proxy",
            new Answer(502, "text/html", LARGE.getBytes(UTF_8)),
            "not-json",
            new Answer(200, "text/html", LARGE.getBytes(UTF_8)));

    /** Each page meets two of the faults, and one page all of them. */
    static Stream<Arguments> pagesAndFaults() {
        Stream<Arguments> eachPage = Stream.of(BATCH, "/batches/new", "/generate", "/workers", "/settings", "/help")
                .flatMap(page -> Stream.of(Arguments.of(page, "internal"), Arguments.of(page, "proxy")));
        Stream<Arguments> eachFault = FAULTS.keySet().stream().sorted().map(fault -> Arguments.of("/batches", fault));
        return Stream.concat(eachPage, eachFault);
    }

    @ParameterizedTest
    @MethodSource("pagesAndFaults")
    void shouldSayWhatIsWrongAndMendItself(String page, String fault, Tab tab) {
        // Given
        Answer answer = requireNonNull(FAULTS.get(fault));
        FakeFarm.answerAll(api);
        new FakeGallery(api, FakeFarm.batch("batch_1"), "cc");
        api.on("GET", "/v1/batches", FakeFarm.list(FakeFarm.batch("batch_1")))
                .on("GET", "/v1/batches?parent=batch_1&limit=50", FakeFarm.list())
                .always(answer);
        tab.expecting(answer.status(), "/v1/");
        // When
        tab.open(page);
        Locator alert = tab.page().locator("main [role=alert]");
        // Then
        assertThat(alert.first()).isVisible();
        if (fault.equals("internal")) {
            assertThat(alert.first()).containsText("Something in the farm has gone wrong.");
        }
        assertThat(tab.page().locator("main h1")).isVisible();
        assertThat(tab.page().locator("main h1")).not().isEmpty();
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        tab.shouldBeAccessible();
        tab.screenshot("broken-" + page.substring(1).replace('/', '-') + "-" + fault);
        // When
        api.asBefore();
        tab.page()
                .evaluate(
                        "() => document.querySelectorAll('main [role=alert] button').forEach(again => again.click())");
        // Then
        assertThat(alert).hasCount(0);
        assertThat(tab.page().locator("main h1")).isVisible();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/batches", BATCH, "/batches/new", "/generate", "/workers", "/settings", "/help"})
    void shouldSayThatNothingAnswersAfterHalfAMinute(String page, Tab tab) {
        // Given
        api.always(Answer.NEVER);
        tab.expectingNothingOf("/v1/");
        tab.clock().install();
        tab.open(page);
        assertThat(tab.page().locator("main h1")).isVisible();
        assertThat(tab.page().locator("main [role=alert]")).hasCount(0);
        tab.screenshot("waiting-" + page.substring(1).replace('/', '-'));
        // When
        tab.clock().runFor(31_000);
        // Then
        assertThat(tab.page().locator("main [role=alert]").first()).containsText("The farm cannot be reached");
    }

    private static Answer refusal(FailureCode code, String message) {
        return Answer.json(code.httpStatus(), ErrorEnvelope.of(code, code.httpStatus(), null, message));
    }
}
