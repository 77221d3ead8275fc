package dev.renderfarm.gpuworker.model;

import dev.renderfarm.modeldistribution.cache.FetchListener;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link FetchListener} that logs: each tenth of a package that has come, and all else. Safe for several threads. */
public final class FetchNews implements FetchListener {

    private static final Logger LOG = LoggerFactory.getLogger(FetchNews.class);
    private static final int TENTHS = 10;

    private final LongConsumer onBytes;
    private long total;
    private long there;
    private long tenthsTold;

    /** @param onBytes told of bytes that have come, by several threads */
    public FetchNews(LongConsumer onBytes) {
        this.onBytes = onBytes;
    }

    @Override
    public void waiting(Path cache) {
        LOG.atInfo()
                .addKeyValue("cache", cache)
                .log("another process of this machine has the model package in hand, waiting for it");
    }

    @Override
    public synchronized void fetching(long totalBytes, long thereBytes) {
        total = totalBytes;
        there = thereBytes;
        tenthsTold = tenths();
        LOG.atInfo()
                .addKeyValue("bytes", total)
                .addKeyValue("there", there)
                .log(there == 0 ? "fetching the model package" : "fetching the model package, going on");
    }

    @Override
    public void fetched(long bytes) {
        onBytes.accept(bytes);
        synchronized (this) {
            there += bytes;
            if (tenths() > tenthsTold) {
                tenthsTold = tenths();
                LOG.atInfo()
                        .addKeyValue("bytes", total)
                        .addKeyValue("there", there)
                        .log("fetching the model package");
            }
        }
    }

    @Override
    public void verifying() {
        LOG.atInfo().log("comparing the model package with its digests");
    }

    @Override
    public void removed(Path folder) {
        LOG.atInfo().addKeyValue("folder", folder).log("removed what no process used from the cache of packages");
    }

    private long tenths() {
        return total == 0 ? 0 : TENTHS * there / total;
    }
}
