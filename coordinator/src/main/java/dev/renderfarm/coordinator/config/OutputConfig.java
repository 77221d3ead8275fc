package dev.renderfarm.coordinator.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a batch leaves. */
@ConfigMapping(prefix = "renderfarm.output")
public interface OutputConfig {

    /**
     * Of all pictures in one {@code output.jsonl} together, in base64; lines beyond have addresses. The file is written
     * to local disk first, once for each of {@code renderfarm.ledger.long-work-threads}. JavaScript cannot read a file
     * of 512M or more as one string.
     */
    @WithDefault("500M")
    MemorySize maxInlineBytes();
}
