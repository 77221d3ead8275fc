package dev.renderfarm.webtests;

import dev.renderfarm.browser.InBrowser;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeApi;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** A test of a page in the browser, with a fake of the API behind it. */
@InBrowser
public abstract class PageTest {

    @TestHTTPResource
    protected URI farm = URI.create("about:blank");

    @Inject
    protected FakeApi api;

    @BeforeEach
    void begin(Tab tab) {
        api.reset();
        api.events().stands("farm", FakeFarm.farm());
        tab.at(farm);
    }
}
