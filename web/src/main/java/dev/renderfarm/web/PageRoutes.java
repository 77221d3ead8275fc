package dev.renderfarm.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Sends the app's files, and its one page under every address that a page has, so that an address may be reloaded and
 * passed on. Which page it is the app decides; what belongs to the API, or to nobody, is not touched.
 */
@ApplicationScoped
class PageRoutes {

    private static final String PAGES = "/(?:(?:batches|generate|workers|settings|help)(?:/.*)?)?";
    private static final String FILES = "/(?:index\\.html|(?:app|_static|webjars)/.+)";

    /** No page is so deep; each depth is kept in memory. */
    private static final int DEEPEST = 8;

    /** After the filters, which say who may ask, and before all that answers. */
    private static final int EARLY = -1;

    private final AppFiles files;

    PageRoutes(WebConfig config) {
        this.files = new AppFiles(config.sources());
    }

    void register(@Observes Router router) {
        readable(router.routeWithRegex(PAGES)).handler(this::sendPage);
        readable(router.routeWithRegex(FILES)).handler(exchange -> send(exchange, exchange.normalizedPath()));
    }

    /** As deep as the browser takes the address to be, which knows nothing of double slashes. */
    private void sendPage(RoutingContext exchange) {
        String path = exchange.request().path();
        int depth = (int) path.chars().skip(1).filter(letter -> letter == '/').count();
        if (depth > DEEPEST) {
            exchange.next();
        } else {
            new FileAnswer(exchange, files.page(depth)).send();
        }
    }

    private void send(RoutingContext exchange, String path) {
        files.find(path).ifPresentOrElse(file -> new FileAnswer(exchange, file).send(), exchange::next);
    }

    private static Route readable(Route route) {
        return route.order(EARLY).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
