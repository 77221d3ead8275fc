package dev.renderfarm.coordinator.ledger.process;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** The native memory that all state stores of this process have together: blocks read and tables not yet written. */
public final class RocksDbMemory {

    static {
        RocksDB.loadLibrary();
    }

    private final Cache blocks;
    private final WriteBufferManager writeBuffers;

    /** @param bytes of both, of which the write buffers get half */
    public RocksDbMemory(long bytes) {
        this.blocks = new LRUCache(bytes);
        this.writeBuffers = new WriteBufferManager(bytes / 2, blocks);
    }

    Cache blocks() {
        return blocks;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }
}
