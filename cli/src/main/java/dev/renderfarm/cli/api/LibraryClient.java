package dev.renderfarm.cli.api;

import dev.renderfarm.common.catalogue.CatalogueName;
import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.FarmDefaults;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PresetRequest;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.catalogue.TemplateRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Function;

/** What the farm's API has for presets, templates and defaults; as {@link FarmClient}. Thread-safe. */
public final class LibraryClient {

    private static final String DEFAULTS = "/v1/defaults";
    private static final String PRESETS = "/v1/presets/";
    private static final String TEMPLATES = "/v1/templates/";

    private final FarmHttp http;

    LibraryClient(FarmHttp http) {
        this.http = http;
    }

    public FarmDefaults defaults() throws InterruptedException {
        return http.get(DEFAULTS, body -> Json.read(body, FarmDefaults.class));
    }

    /** @return what counts from now on */
    public FarmDefaults suggest(DefaultsRequest wanted) throws InterruptedException {
        HttpRequest request = http.request(DEFAULTS)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.bytes(wanted)))
                .build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, FarmDefaults.class));
    }

    public Preset put(String name, PresetRequest preset) throws InterruptedException {
        return put(PRESETS, name, preset, body -> Json.read(body, Preset.class));
    }

    /** @return the template with its version */
    public PromptTemplate put(String name, TemplateRequest template) throws InterruptedException {
        return put(TEMPLATES, name, template, body -> Json.read(body, PromptTemplate.class));
    }

    public DeletedEntry deletePreset(String name) throws InterruptedException {
        return delete(PRESETS, name);
    }

    public DeletedEntry deleteTemplate(String name) throws InterruptedException {
        return delete(TEMPLATES, name);
    }

    private <T> T put(String where, String name, Object body, Function<String, T> reader) throws InterruptedException {
        HttpRequest request = http.request(where + checked(name))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        return http.read(request, http.limits().answer(), reader);
    }

    private DeletedEntry delete(String where, String name) throws InterruptedException {
        HttpRequest request = http.request(where + checked(name)).DELETE().build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, DeletedEntry.class));
    }

    /** It becomes part of an address. */
    private static String checked(String name) {
        try {
            return CatalogueName.check(name);
        } catch (IllegalArgumentException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
