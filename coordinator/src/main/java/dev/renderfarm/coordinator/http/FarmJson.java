package dev.renderfarm.coordinator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.renderfarm.common.wire.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the HTTP API the JSON conventions that topics and files have. */
class FarmJson {

    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.mapper();
    }
}
