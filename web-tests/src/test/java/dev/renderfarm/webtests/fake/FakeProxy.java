package dev.renderfarm.webtests.fake;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A proxy in front of the farm that knows it by a path, and asks the farm without it. */
@ApplicationScoped
public class FakeProxy {

    /** Without a slash at its end. */
    public static final String PATH = "/shop/renders";

    /** Before all that the farm answers. */
    private static final int FIRST = -100;

    void register(@Observes Router router) {
        router.route(PATH + "/*").order(FIRST).handler(exchange -> {
            String wanted = exchange.request().uri();
            exchange.reroute(exchange.request().method(), wanted.substring(PATH.length()));
        });
    }
}
