package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What pages must not do is found: without these, the tests of pages could not fail. */
@QuarkusTest
class TabTest extends PageTest {

    private static final String FAVOURED = "/v1/favoured";

    @Test
    void shouldFindWordsInTheConsole(Tab tab) {
        tab.openBare().page().evaluate("() => console.info('a word')");
        assertThat(tab.takeFaults()).singleElement().asString().contains("console info: a word");
    }

    @Test
    void shouldFindErrorsOfThePage(Tab tab) {
        tab.openBare().page().evaluate("() => { setTimeout(() => { throw new Error('odd') }); }");
        tab.page().evaluate("() => new Promise(done => setTimeout(done))");
        assertThat(tab.takeFaults()).singleElement().asString().contains("odd");
    }

    @Test
    void shouldFindWhatWasRefusedUnlessItWasAnnounced(Tab tab) {
        // Given
        api.refuse("GET", FAVOURED, FailureCode.CONFLICT, "not now");
        // When
        tab.openBare().page().evaluate("path => fetch(path)", FAVOURED);
        // Then
        assertThat(tab.takeFaults()).anySatisfy(fault -> assertThat(fault).contains("409 for GET"));
        // When
        tab.expecting(409, FAVOURED).page().evaluate("path => fetch(path)", FAVOURED);
        // Then
        assertThat(tab.takeFaults()).isEmpty();
    }

    @Test
    void shouldFindRequestsToStrangers(Tab tab) {
        tab.openBare().page().evaluate("() => { const image = new Image(); image.src = 'http://127.0.0.1:9/x.png'; }");
        assertThat(tab.takeFaults())
                .anySatisfy(fault -> assertThat(fault).contains("request to a stranger: http://127.0.0.1:9/"));
    }

    @Test
    void shouldFindWhatAxeFinds(Tab tab) {
        tab.open("/batches/a/b/c")
                .locator("h1")
                .evaluate("heading => heading.append(document.createElement('button'))");
        assertThat(tab.takeFaults()).anySatisfy(fault -> assertThat(fault).contains("button-name"));
        tab.page().evaluate("() => document.querySelector('h1 button').remove()");
        assertThat(tab.takeFaults()).isEmpty();
    }
}
