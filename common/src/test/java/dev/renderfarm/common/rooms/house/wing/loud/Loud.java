package dev.renderfarm.common.rooms.house.wing.loud;

import org.slf4j.Logger;

/** Logs in every way. */
record Loud(Logger log) {

    void fluent(int offset) {
        log.atWarn().addKeyValue("offset", offset).log("lost");
    }

    void sentence(int offset) {
        log.warn("lost offset {}", offset);
    }

    void arguments(int offset) {
        log.atWarn().log("lost offset {}", offset);
    }
}
