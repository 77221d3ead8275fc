package dev.renderfarm.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.WebError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the pages of one test did that pages must not: say something in the console, fail, ask a stranger, or ask for
 * what is refused without the test having announced it.
 */
final class Behaviour {

    private static final String NOT_LOADED = "Failed to load resource";

    private final URI farm;
    private final List<String> faults = new ArrayList<>();
    private final List<Announced> announced = new ArrayList<>();
    private final Consumer<ConsoleMessage> said = this::said;
    private final Consumer<WebError> broke = error -> faults.add("page error: " + error.error());
    private final Consumer<Request> asked = this::asked;
    private final Consumer<Response> answered = this::answered;

    Behaviour(URI farm) {
        this.farm = farm;
    }

    void watch(BrowserContext context) {
        context.onConsoleMessage(said);
        context.onWebError(broke);
        context.onRequest(asked);
        context.onResponse(answered);
    }

    void leave(BrowserContext context) {
        context.offConsoleMessage(said);
        context.offWebError(broke);
        context.offRequest(asked);
        context.offResponse(answered);
    }

    /** @param status 0 for no answer at all, or one that breaks off */
    void announce(int status, String path) {
        announced.add(new Announced(status, path));
    }

    List<String> take() {
        List<String> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }

    private void said(ConsoleMessage message) {
        String address = message.location().replaceFirst(":\\d+:\\d+$", "");
        boolean isExpected =
                (message.text().startsWith(NOT_LOADED) || message.text().contains("net::ERR_"))
                        && announced.stream().anyMatch(known -> address.contains(known.path));
        if (!isExpected) {
            faults.add("console " + message.type() + ": " + message.text() + " (" + message.location() + ")");
        }
    }

    private void asked(Request request) {
        if (request.url().startsWith("http")
                && !request.url().startsWith(farm.resolve("/").toString())) {
            faults.add("request to a stranger: " + request.url());
        }
    }

    private void answered(Response response) {
        if (response.status() >= 400
                && announced.stream()
                        .noneMatch(known -> known.status == response.status()
                                && response.url().contains(known.path))) {
            faults.add(response.status() + " for " + response.request().method() + " " + response.url());
        }
    }

    private record Announced(int status, String path) {}
}
