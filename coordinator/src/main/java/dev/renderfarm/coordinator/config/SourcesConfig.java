package dev.renderfarm.coordinator.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Pictures that edits begin with. */
@ConfigMapping(prefix = "renderfarm.sources")
public interface SourcesConfig {

    /** What the keys of objects begin with that lines may name, beside uploads. */
    @WithDefault("sources/")
    String prefix();

    /** Of a picture's file. */
    @WithDefault("50M")
    MemorySize maxFileSize();

    /**
     * Of a picture: decoding takes some 5 bytes for each, and twice that for a progressive JPEG. Workers read what was taken in,
     * as far as a third of their heap holds 6 bytes for each.
     */
    @WithDefault("25000000")
    long maxPixels();

    /** Pictures that are decoded at once; more wait for their turn. */
    @WithDefault("2")
    int maxDecodings();
}
