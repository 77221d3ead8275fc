package dev.renderfarm.coordinator.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a batch may bring. */
@ConfigMapping(prefix = "renderfarm.intake")
public interface IntakeConfig {

    /** Of an upload, with what a form adds to it. */
    @WithDefault("200M")
    MemorySize maxFileSize();

    /** Requests in one batch. */
    @WithDefault("1000000")
    int maxLines();

    /** Pictures that the requests of one batch ask for together. */
    @WithDefault("1000000")
    int maxPictures();

    /** Problems of an input that are told one by one. */
    @WithDefault("100")
    int maxErrors();

    /** Batches that are planned at once; each holds about 100 bytes for every line of its file. */
    @WithDefault("2")
    int maxPlans();

    /** How long who wants to plan waits for a place. */
    @WithDefault("PT10S")
    Duration planPatience();

    /** Characters of one JSON line, or of one CSV record. */
    @WithDefault("65536")
    int maxRowLength();

    /** The same of edits, which may hold their pictures as data URLs. */
    @WithDefault("4194304")
    int maxEditLength();
}
