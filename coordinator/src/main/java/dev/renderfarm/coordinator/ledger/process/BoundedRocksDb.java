package dev.renderfarm.coordinator.ledger.process;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/**
 * Has every state store live within the process's {@link RocksDbMemory}, which comes in with the stream's
 * configuration.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    static final String MEMORY = "renderfarm.rocksdb.memory";

    private static final long WRITE_BUFFER = 4L << 20;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(MEMORY) instanceof RocksDbMemory memory)
                || !(options.tableFormatConfig() instanceof BlockBasedTableConfig tables)) {
            throw new IllegalStateException("the stream's configuration lacks " + MEMORY);
        }
        tables.setBlockCache(memory.blocks());
        tables.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(tables);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setMaxWriteBufferNumber(2);
    }

    /** What the stores share stays open. */
    @Override
    public void close(String storeName, Options options) {}
}
